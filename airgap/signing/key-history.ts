import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { minisignPublicKey } from './minisign-signature.ts'
import { fingerprintOf, parsePublicKeys, publicKeysPem, type PublicKeys } from './public-keys.ts'
import { signatureProblems, signFile, SIGNATURE_SUFFIXES } from './sign-file.ts'
import { publicKeysOf, type SigningKeys } from './signing-keys.ts'
import { allowedSigners } from './ssh-signature.ts'

/** In a folder of trust: which release keys the root key vouches for. */
export const HISTORY_FILE = 'keys.json'
export const ROOT_FILE = 'root.pub.pem'
/** All files of it: a bundle carries them as they are. */
export const HISTORY_FILES: readonly string[] = [
  HISTORY_FILE,
  ...SIGNATURE_SUFFIXES.map((suffix) => `${HISTORY_FILE}${suffix}`),
  ROOT_FILE,
  'root.allowed_signers',
  'root.minisign.pub',
]

const releaseKey = z.strictObject({
  /** As people compare it: what `sha256sum` says of `keys`. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  /** PEM, the P-256 key first. */
  keys: z.string(),
  /** Days, both included, on which releases are made that it signs. */
  from: z.iso.date(),
  until: z.iso.date().optional(),
  /** Since then nothing that it has signed is taken, also what it had signed before: dates in a release are its signer's word. */
  revoked: z.strictObject({ at: z.iso.date(), why: z.string().min(1).max(200) }).optional(),
})
export type ReleaseKey = z.infer<typeof releaseKey>

const keyHistory = z.strictObject({
  schema: z.literal(1),
  product: z.literal('fairlead'),
  /** Grows with every change: a site takes no list that is older than one it has accepted. */
  serial: z.int().positive(),
  keys: z.array(releaseKey).min(1),
})
export type KeyHistory = z.infer<typeof keyHistory>

export interface SignedHistory extends KeyHistory {
  /** Of the root key that has signed it. */
  root: string
}

/** Writes a list into a folder, signed by the root key in the three formats, and the root's public keys as each tool reads them. */
export function writeKeyHistory(folder: string, history: KeyHistory, root: SigningKeys): void {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, HISTORY_FILE)
  writeFileSync(file, `${JSON.stringify(parseHistory(history), undefined, 2)}\n`)
  signFile(file, root, `keys of Fairlead releases, list ${history.serial}`)
  const { ec, ed25519 } = publicKeysOf(root)
  writeFileSync(join(folder, ROOT_FILE), publicKeysPem({ ec, ed25519 }))
  writeFileSync(join(folder, 'root.allowed_signers'), allowedSigners(ed25519))
  writeFileSync(join(folder, 'root.minisign.pub'), minisignPublicKey(ed25519))
}

/** Reads a list of which every signature is good. Undefined where there is none; throws with a sentence for one that is not whole. */
export function readKeyHistory(folder: string): SignedHistory | undefined {
  const file = join(folder, HISTORY_FILE)
  if (!existsSync(file) && !existsSync(join(folder, ROOT_FILE))) return undefined
  const root = parsePublicKeys(readFileSync(join(folder, ROOT_FILE), 'utf8'))
  const [problem] = signatureProblems(file, root)
  if (problem !== undefined) throw new Error(problem)
  return { ...parseHistory(JSON.parse(readFileSync(file, 'utf8'))), root: fingerprintOf(root) }
}

/** Why the root does not vouch for a key, or undefined. `madeOn` is the day of a release, for the dates. */
export function objectionTo(history: KeyHistory, fingerprint: string, madeOn?: string): string | undefined {
  const found = history.keys.find((key) => key.fingerprint === fingerprint)
  if (found === undefined) return `the root key does not vouch for ${fingerprint}`
  const { revoked, from, until } = found
  if (revoked !== undefined) return `${fingerprint} was revoked on ${revoked.at}: ${revoked.why}`
  if (madeOn !== undefined && madeOn < from)
    return `${fingerprint} signs from ${from} on, and this release is of ${madeOn}`
  if (madeOn !== undefined && until !== undefined && madeOn > until)
    return `${fingerprint} signed until ${until}, and this release is of ${madeOn}`
  return undefined
}

/** An entry for a key that signs from a day on. */
export function entryOf(keys: PublicKeys, from: string): ReleaseKey {
  return { fingerprint: fingerprintOf(keys), keys: publicKeysPem(keys), from }
}

function parseHistory(value: unknown): KeyHistory {
  const history = keyHistory.parse(value)
  for (const { fingerprint, keys } of history.keys)
    if (fingerprintOf(parsePublicKeys(keys)) !== fingerprint) throw new Error(`${fingerprint} is not the key beside it`)
  return history
}
