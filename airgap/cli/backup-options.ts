import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import type { GivenKeys } from '../life/backup-key.ts'

export interface BackupOptions {
  keyFile?: string
  verifyKey?: string
  unsigned?: boolean
}

/** Adds what a command that opens backups is told of their keys. */
export function addBackupOptions(command: Command): Command {
  return command
    .addOption(new Option('--key-file <file>', 'the key that opens it, if not that of the site file'))
    .addOption(new Option('--verify-key <file>', 'who has to have signed it, if the key does not say'))
    .addOption(new Option('--unsigned', 'take one that nobody has signed, whoever made it'))
}

/** The files absolute. */
export function givenKeys(cwd: string, { keyFile, verifyKey, unsigned }: BackupOptions): GivenKeys {
  const absolute = (file: string | undefined) => (file === undefined ? undefined : resolve(cwd, file))
  return { keyFile: absolute(keyFile), verifyKey: absolute(verifyKey), unsigned }
}

/** What became of the signature, for people. */
export const SIGNATURES = {
  good: 'signed by this site',
  none: 'signed by nobody',
  unknown: 'signed by whom nobody here can tell',
} as const
