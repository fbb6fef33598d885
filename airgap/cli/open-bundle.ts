import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { bundleName } from '../release/bundle-name.ts'
import { completeDelta } from '../release/complete-delta.ts'
import { keepForDeltas } from '../release/keep-for-deltas.ts'
import { readRelease } from '../release/read-release.ts'
import type { Omitted, Release } from '../release/release.ts'
import { verifyBundle } from '../release/verify-bundle.ts'
import { fingerprintOf, parsePublicKeys, type PublicKeys } from '../signing/public-keys.ts'
import { objectionTo, readKeyHistory, type SignedHistory } from '../signing/key-history.ts'
import { AirgapError } from './airgap-error.ts'
import type { Globals } from './app.ts'
import type { Host } from './host.ts'
import type { Progress } from './progress.ts'
import { judgeTrust, type TrustedBy } from './judge-trust.ts'
import { keptFolder, readState, writeState, type SiteState } from './state.ts'

export const KEYS_FILE = 'trust/release.pub.pem'

export interface OpenBundle {
  folder: string
  /** The OCI layout in it. */
  layout: string
  release: Release
  /** Of the keys that signed it. */
  fingerprint: string
  /** Where these keys were known from: a file that the caller named, an earlier bundle, or nothing but this bundle. */
  trustedBy: TrustedBy
  /** The list of keys that its root key vouches for, where it carries one. */
  history: SignedHistory | undefined
  files: number
  bytes: number
  /** Layers that a delta leaves out and that are not on this machine: the registry is to have them. Empty for a whole bundle. */
  absent: readonly Omitted[]
}

/**
 * Opens the bundle after every byte of it was checked. Throws with exit class `trust` for one that is not whole, not signed by the keys that this site knows, or
 * older than what it has accepted.
 */
export async function openBundle(host: Host, globals: Globals, progress: Progress): Promise<OpenBundle> {
  const folder = resolve(host.cwd, globals.bundle ?? host.bundle)
  const state = readState(host)
  const own = readKeys(join(folder, KEYS_FILE), 'trust')
  const given = globals.key === undefined ? undefined : readKeys(resolve(host.cwd, globals.key), 'usage')
  const fingerprint = fingerprintOf(own)
  const history = readHistory(folder)
  const trustedBy = judgeTrust({ fingerprint, history, given: given && fingerprintOf(given), state })
  const { files, bytes, problems } = await verifyBundle(folder, own, {
    start: (total) => progress.start('checking', total),
    advance: (count) => progress.advance(count),
  }).catch((error: unknown) => ({
    files: 0,
    bytes: 0,
    problems: [error instanceof Error ? error.message : String(error)],
  }))
  progress.clear()
  if (problems.length > 0)
    throw new AirgapError('trust', `this is not the bundle that was signed: ${folder}`, {
      details: problems,
      hint: 'copy it again from the medium, and compare the archive with its .sha256 file; nothing was done',
    })
  const release = readRelease(folder)
  const objection = history && objectionTo(history, fingerprint, release.createdFrom.at.slice(0, 10))
  if (objection !== undefined)
    throw new AirgapError('trust', `the keys of this bundle are not to be trusted: ${objection}`, {
      hint: 'ask your vendor for a release that is signed by keys of its time',
    })
  const absent = release.base === undefined ? [] : await complete(host, folder, release)
  if (state && release.counter < state.newest.counter && globals.allowOlder !== true)
    throw new AirgapError(
      'trust',
      `this is release ${release.counter} (${release.version}), and this site has accepted release ${state.newest.counter} (${state.newest.version})`,
      { hint: 'use the newer bundle; to go back on purpose, say --allow-older' },
    )
  return {
    folder,
    layout: join(folder, 'images'),
    release,
    fingerprint,
    trustedBy,
    history,
    files,
    bytes,
    absent,
  }
}

/** Remembers a bundle as what this site has accepted: from now on other keys and older releases are refused, and a delta to it starts without its folder. */
export function acceptBundle(host: Host, bundle: OpenBundle): void {
  const { fingerprint, release, history } = bundle
  const state = readState(host)
  const before = state?.newest
  const newest =
    before && before.counter > release.counter ? before : { version: release.version, counter: release.counter }
  const root = rootAfter(state?.root, history)
  writeState(host, { fingerprint, newest, ...(root === undefined ? {} : { root }) })
  if (newest.counter !== release.counter) return
  try {
    keepForDeltas(bundle, keptFolder(host))
  } catch (error) {
    host.stderr.write(
      `airgap: nothing is kept for deltas to ${release.version}, so they will need the folder ${bundle.folder}: ${(error as Error).message}\n`,
    )
  }
}

/** What was revoked stays so, also under a list of another root that the caller has named. */
function rootAfter(before: SiteState['root'], history: SignedHistory | undefined): SiteState['root'] {
  if (history === undefined) return before
  const revoked = history.keys.flatMap(({ fingerprint, revoked }) => (revoked === undefined ? [] : [fingerprint]))
  return {
    fingerprint: history.root,
    serial: history.serial,
    revoked: [...new Set([...(before?.revoked ?? []), ...revoked])].toSorted(),
  }
}

/** A delta becomes a whole bundle with the help of the one that it builds on. Answers the layers that are not on this machine. */
async function complete(host: Host, folder: string, release: Release): Promise<readonly Omitted[]> {
  const base = baseOf(host, folder, release)
  const { problems, absent } = await completeDelta(folder, release, [base, keptFolder(host)])
  if (problems.length === 0) return absent
  throw new AirgapError(
    'trust',
    `this is a delta to release ${release.base!.counter} (${release.base!.version}), and that bundle is not whole at ${base}`,
    {
      details: problems,
      hint: 'unpack it there, or name its folder in FAIRLEAD_AIRGAP_BASE',
    },
  )
}

/** Where the bundle is looked for that a delta builds on. */
export function baseOf(host: Host, folder: string, release: Release): string {
  const given = host.env['FAIRLEAD_AIRGAP_BASE']
  if (given !== undefined) return resolve(host.cwd, given)
  return join(dirname(folder), bundleName({ ...release, version: release.base?.version ?? release.version }))
}

function readHistory(folder: string): SignedHistory | undefined {
  try {
    return readKeyHistory(join(folder, 'trust'))
  } catch (error) {
    throw new AirgapError('trust', `the list of release keys in ${folder}/trust is not what its root key has signed`, {
      details: [error instanceof Error ? error.message : String(error)],
      cause: error,
      hint: 'copy the bundle again from the medium; nothing was done',
    })
  }
}

function readKeys(path: string, exit: 'trust' | 'usage'): PublicKeys {
  if (!existsSync(path))
    throw new AirgapError(exit, `there are no public keys at ${path}`, {
      hint:
        exit === 'trust' ? 'unpack the whole bundle, or name its folder with --bundle' : 'name the file of your vendor',
    })
  try {
    return parsePublicKeys(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new AirgapError(exit, `${path} holds no release keys`, {
      cause: error,
      hint: 'it may have been damaged on its way',
    })
  }
}
