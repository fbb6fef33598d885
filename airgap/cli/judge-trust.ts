import { objectionTo, type SignedHistory } from '../signing/key-history.ts'
import { AirgapError } from './airgap-error.ts'
import type { SiteState } from './state.ts'

export type TrustedBy = 'given key' | 'root key' | 'earlier release' | 'this bundle alone'

export interface TrustAsked {
  /** Of the keys that the bundle names as its own. */
  fingerprint: string
  /** The bundle's list of keys, of which every signature is good. */
  history: SignedHistory | undefined
  /** Of the keys that the caller named: those of releases, or of the root. */
  given: string | undefined
  state: SiteState | undefined
}

/**
 * By what the keys of a bundle are trusted. A key that was revoked is refused whoever names it; apart from that keys that the caller names count before what the site remembers, and
 * where it remembers a root key, every key counts that this root vouches for. Throws with exit class `trust`.
 */
export function judgeTrust({ fingerprint, history, given, state }: TrustAsked): TrustedBy {
  const known = state?.root
  if (known?.revoked.includes(fingerprint) === true)
    throw refused(`the keys of this bundle were revoked: ${fingerprint}`, 'take the newest bundle of your vendor')
  const objection = history && objectionTo(history, fingerprint)
  if (objection !== undefined)
    throw refused(
      `the keys of this bundle are not to be trusted: ${objection}`,
      'take the newest bundle of your vendor',
    )
  if (given !== undefined) {
    if (given === fingerprint || given === history?.root) return 'given key'
    throw other(given, fingerprint, 'the ones given', 'ask your vendor which fingerprint is right')
  }
  if (state === undefined) return 'this bundle alone'
  if (known !== undefined && history !== undefined) {
    if (known.fingerprint !== history.root)
      throw other(known.fingerprint, history.root, 'those before: its root', 'ask your vendor which root key is right')
    if (history.serial < known.serial)
      throw refused(
        `this bundle has list ${history.serial} of release keys, and this site has accepted list ${known.serial}`,
        'a key may have been revoked since: take the newest bundle of your vendor',
      )
    return fingerprint === state.fingerprint ? 'earlier release' : 'root key'
  }
  if (fingerprint === state.fingerprint) return 'earlier release'
  throw other(
    state.fingerprint,
    fingerprint,
    'those before',
    'if your vendor has told you of new keys, name their file with --key',
  )
}

function refused(message: string, hint: string): AirgapError {
  return new AirgapError('trust', message, { hint })
}

function other(known: string, found: string, than: string, hint: string): AirgapError {
  return new AirgapError('trust', `this bundle is signed by other keys than ${than}`, {
    details: [`known: ${known}`, `bundle: ${found}`],
    hint,
  })
}
