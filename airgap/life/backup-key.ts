import type { KeyObject } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { AirgapError } from '../cli/airgap-error.ts'
import type { WithBackup } from '../site/backup-section.ts'
import { makeSigningKey, readSigners, signingKeyOf } from './signing-key.ts'

const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]+$/m

/** What a backup is opened with, and who has to have signed it. */
export interface BackupKeys {
  /** `AGE-SECRET-KEY-1...` */
  identity: string
  /** Any of them may have. */
  signers: readonly KeyObject[]
  /** Takes one without a signature, too, and one of which nobody here can tell who has signed it. */
  mayBeUnsigned: boolean
}

/** What backups of a site are made with. */
export interface BackupMaking {
  /** `age1...`: for whom they are encrypted. */
  recipient: string
  /** As PEM; undefined where they are not signed. */
  signingKey: string | undefined
}

/**
 * Makes a key for backups, as age-keygen writes it, in a file that is not there yet, and beside it the half that signs them, which the key knows by its public half. Answers the public half of the key that opens
 * them.
 */
export async function makeBackupKey(path: string, now: () => number): Promise<string> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const known = makeSigningKey(path)
  const text = `# created: ${new Date(now()).toISOString()}\n# public key: ${recipient}\n${known}${identity}\n`
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  return recipient
}

/** The key in a file. Throws with exit class `usage` for a file without one. */
export function readBackupKey(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new AirgapError('usage', `the key ${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  const identity = IDENTITY.exec(text)?.[0]
  if (identity === undefined)
    throw new AirgapError('usage', `${path} holds no key for backups`, {
      hint: 'name the file that ./airgap backup-key or age-keygen made: it has a line AGE-SECRET-KEY-1...',
    })
  return identity
}

/** For whom backups of a site are made. Throws with exit class `usage` for a site that says nothing of it. */
export async function recipientOf({ backup }: WithBackup): Promise<string> {
  if (backup?.recipient !== undefined) return backup.recipient
  if (backup?.keyFile === undefined)
    throw new AirgapError('usage', 'the site file has no section backup', {
      hint: 'make a key with ./airgap backup-key --out backup.key, and add: backup: { keyFile: backup.key }',
    })
  return await identityToRecipient(readBackupKey(backup.keyFile))
}

/** The same, and the half that signs where the site has it here. Throws with exit class `usage`. */
export async function makingOf(site: WithBackup): Promise<BackupMaking> {
  return { recipient: await recipientOf(site), signingKey: signingKeyOf(site)?.pem }
}

/** What a caller names in place of what the site file does. */
export interface GivenKeys {
  keyFile?: string | undefined
  /** With public halves of the keys that sign. */
  verifyKey?: string | undefined
  unsigned?: boolean | undefined
}

/**
 * What backups of a site are opened and judged with: the key in a file that the caller names, or that of the site, and the signers that are named, that the key knows, or that the site signs with. Throws with exit
 * class `usage` where there is no key.
 */
export function keysOf(site: WithBackup, { keyFile, verifyKey, unsigned = false }: GivenKeys): BackupKeys {
  const file = keyFile ?? site.backup?.keyFile
  if (file === undefined)
    throw new AirgapError('usage', 'the key that opens backups is needed, and the site file names none', {
      hint: 'name its file with --key-file',
    })
  return { identity: readBackupKey(file), signers: signersOf(site, file, verifyKey), mayBeUnsigned: unsigned }
}

function signersOf(site: WithBackup, keyFile: string, verifyKey: string | undefined): KeyObject[] {
  if (verifyKey !== undefined) {
    const named = readSigners(verifyKey)
    if (named.length > 0) return named
    throw new AirgapError('usage', `${verifyKey} names no key that signs backups`, {
      hint: 'name a public Ed25519 key as PEM, or the key file that knows it',
    })
  }
  const known = readSigners(keyFile)
  if (known.length > 0) return known
  const own = signingKeyOf(site)
  return own === undefined ? [] : [own.signer]
}
