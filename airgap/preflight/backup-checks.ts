import { existsSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AirgapError } from '../cli/airgap-error.ts'
import { formatBytes } from '../cli/progress.ts'
import { readBackupKey } from '../life/backup-key.ts'
import { signingFileOf, signingKeyOf } from '../life/signing-key.ts'
import type { WithBackup } from '../site/backup-section.ts'
import { fail, pass, warn, type Check } from './check.ts'

const ROOM_BYTES = 1_000_000_000

/** D8: whether the key to backups can be read here, the one that signs them is here, and the place for them can be written to. `databaseBytes` is how large the database is, where that is known. */
export function checkBackups({ backup }: WithBackup, databaseBytes = 0): Check[] {
  if (backup === undefined)
    return [
      warn(
        'D8',
        'backups',
        'the site file has no section backup',
        'make a key with ./airgap backup-key --out backup.key, and add backup: { keyFile: backup.key }: an upgrade makes a backup first',
      ),
    ]
  return [checkKey(backup), checkSigning(backup), checkFolder(backup.folder, databaseBytes)]
}

function checkKey({ keyFile, recipient }: NonNullable<WithBackup['backup']>): Check {
  const what = 'key to backups'
  if (keyFile === undefined)
    return pass('D8', what, `not here: they are made for ${recipient?.slice(0, 12)}..., and opened with --key-file`)
  try {
    readBackupKey(keyFile)
  } catch (error) {
    const { message, hint } = error as AirgapError
    return fail('D8', what, 'cannot be read', `${message}${hint === undefined ? '' : `: ${hint}`}`)
  }
  return passUnlessOpen(what, keyFile)
}

/** A site from before backups were signed goes on as it was. */
function checkSigning(backup: NonNullable<WithBackup['backup']>): Check {
  const what = 'signing of backups'
  const { keyFile } = backup
  try {
    const found = signingKeyOf({ backup })
    if (found !== undefined) return passUnlessOpen(what, found.file)
  } catch (error) {
    const { message, hint } = error as AirgapError
    return fail('D8', what, 'the key does not fit', `${message}${hint === undefined ? '' : `: ${hint}`}`)
  }
  return warn(
    'D8',
    what,
    'no key that signs is here: whoever has the public half of the key can forge a backup',
    keyFile === undefined
      ? 'run ./airgap backup-key --add-signing KEY where the key is, bring KEY.signing here and name it in backup.signingKeyFile'
      : `bring ${signingFileOf(keyFile)} where it was made before, or make it with ./airgap backup-key --add-signing ${keyFile}; then ./airgap apply backend`,
  )
}

function passUnlessOpen(what: string, file: string): Check {
  return (statSync(file).mode & 0o077) === 0
    ? pass('D8', what, file)
    : warn('D8', what, `${file}, which others of this machine may read`, `chmod 600 ${file}`)
}

/** By writing there: what a file system says of itself is not always so. */
function checkFolder(folder: string, databaseBytes: number): Check {
  const what = 'place for backups'
  let at = folder
  while (!existsSync(at)) at = dirname(at)
  try {
    const probe = mkdtempSync(join(at, '.fairlead-probe-'))
    try {
      writeFileSync(join(probe, 'probe'), Buffer.alloc(4096), { flush: true })
    } finally {
      rmSync(probe, { recursive: true, force: true })
    }
  } catch (error) {
    return fail(
      'D8',
      what,
      (error as NodeJS.ErrnoException).code ?? 'refused',
      `${folder} cannot be written to: name another in backup.folder, or give this user the right to it`,
    )
  }
  const { bavail, bsize } = statfsSync(at)
  const free = bavail * bsize
  const wanted = Math.max(ROOM_BYTES, databaseBytes)
  const seen = `${formatBytes(free)} free at ${at}`
  return free < wanted
    ? warn('D8', what, seen, `make ${formatBytes(wanted)} free there, or name another in backup.folder`)
    : pass('D8', what, seen)
}
