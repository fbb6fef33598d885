import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { AirgapError } from '../cli/airgap-error.ts'
import type { WithBackup } from '../site/backup-section.ts'
import { pemBlocks } from '../signing/public-keys.ts'

/** Begins a line with the public half of a key that signs, in the file of the key that opens backups: a comment to age. */
const SIGNED_BY = '# backups are signed by: '

/** Where the half that signs lies by itself: apart from the key that opens backups, so that what hands it on has never held that one. */
export function signingFileOf(keyFile: string): string {
  return `${keyFile}.signing`
}

/** Makes the half that signs, in a file beside `keyFile`. Answers the line by which the key knows it. Throws with exit class `usage` where that file is there. */
export function makeSigningKey(keyFile: string): string {
  const file = signingFileOf(keyFile)
  if (existsSync(file))
    throw new AirgapError('usage', `${file} is there already, and signs backups of another key`, {
      hint: 'move it away, or name another file for the key',
    })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return signedBy(publicKey)
}

/**
 * Adds a half that signs to a key that was made without one, or that has lost it: backups from before stay as good as they were. Answers the file of the new half. Throws with exit class `usage` where there
 * is one.
 */
export function addSigningKey(keyFile: string): string {
  const file = signingFileOf(keyFile)
  const known = readFileSync(keyFile, 'utf8')
  const line = existsSync(file) ? signedBy(readSigningKey(file).signer) : makeSigningKey(keyFile)
  // A run that was broken off has made the half and not told the key of it.
  if (known.includes(line.trim()))
    throw new AirgapError('usage', `${file} is there already, and ${keyFile} knows it`, {
      hint: 'to sign with another one, move it away and run this again',
    })
  appendFileSync(keyFile, known.endsWith('\n') ? line : `\n${line}`)
  return file
}

/** Who may have signed backups, by a file: lines of the key that opens them, or public halves as PEM. Empty where it names nobody. Throws with exit class `usage` for a line that holds no such key. */
export function readSigners(file: string): KeyObject[] {
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith(SIGNED_BY))
  const halves = [
    ...lines.map((line) => ({
      key: Buffer.from(line.slice(SIGNED_BY.length).trim(), 'base64'),
      format: 'der' as const,
      type: 'spki' as const,
    })),
    ...pemBlocks(text),
  ]
  return halves.map((half) => {
    try {
      return requireEd25519(createPublicKey(half))
    } catch (error) {
      throw new AirgapError('usage', `${file} holds something else where the key that signs backups should be`, {
        hint: 'take the file as ./airgap backup-key has made it, or a public Ed25519 key as PEM',
        cause: error,
      })
    }
  })
}

/** The half that signs, in a file. Throws with exit class `usage` for a file without one. */
export function readSigningKey(file: string): { pem: string; signer: KeyObject } {
  try {
    const pem = readFileSync(file, 'utf8')
    return { pem, signer: createPublicKey(requireEd25519(createPrivateKey(pem))) }
  } catch (error) {
    throw new AirgapError('usage', `${file} holds no key that signs backups`, {
      details: (error as NodeJS.ErrnoException).code === undefined ? [] : [(error as Error).message],
      hint: 'name the file that ./airgap backup-key made, or a private Ed25519 key as PEM',
      cause: error,
    })
  }
}

/**
 * The half that signs backups of a site: the one that it names, or that beside its key. Undefined for a site that has none here: its backups are not signed. Throws with exit class `usage` for one that the key of
 * the site does not know, since nobody would take what it signs.
 */
export function signingKeyOf({ backup }: WithBackup): { file: string; pem: string; signer: KeyObject } | undefined {
  const beside = backup?.keyFile === undefined ? undefined : signingFileOf(backup.keyFile)
  const file = backup?.signingKeyFile ?? (beside !== undefined && existsSync(beside) ? beside : undefined)
  if (file === undefined) return undefined
  const found = readSigningKey(file)
  const known = backup?.keyFile === undefined ? [] : readSigners(backup.keyFile)
  if (known.length > 0 && !known.some((signer) => signer.equals(found.signer)))
    throw new AirgapError('usage', `${file} is not among the keys that ${backup?.keyFile} says backups are signed by`, {
      hint: `bring the one that belongs to it, or add this one to it as a line: ${signedBy(found.signer).trim()}`,
    })
  return { file, ...found }
}

function signedBy(signer: KeyObject): string {
  return `${SIGNED_BY}${signer.export({ type: 'spki', format: 'der' }).toString('base64')}\n`
}

function requireEd25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`a key of kind ${key.asymmetricKeyType}`)
  return key
}
