import { readFileSync, writeFileSync } from 'node:fs'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { AirgapError } from '../cli/airgap-error.ts'
import type { WithBackup } from '../site/backup-section.ts'

const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]+$/m

/** Makes a key for backups, as age-keygen writes it, in a file that is not there yet. Answers its public half. */
export async function makeBackupKey(path: string, now: () => number): Promise<string> {
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const text = `# created: ${new Date(now()).toISOString()}\n# public key: ${recipient}\n${identity}\n`
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

/** The key that opens backups of a site: the one in a file that the caller names, or that of the site. Throws with exit class `usage` where there is none. */
export function keyOf({ backup }: WithBackup, given: string | undefined): string {
  const file = given ?? backup?.keyFile
  if (file === undefined)
    throw new AirgapError('usage', 'the key that opens backups is needed, and the site file names none', {
      hint: 'name its file with --key-file',
    })
  return readBackupKey(file)
}
