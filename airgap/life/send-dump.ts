import { PassThrough } from 'node:stream'
import { differences } from '../../packages/control-plane/src/backup/differences.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import type { BackupKeys } from './backup-key.ts'
import type { Admin } from './life-place.ts'
import { parseContents, readBackup, type Contents } from './open-backup.ts'

/** Where a dump is restored: into the site's database if that is empty, in place of what is there, or beside it to see whether it can be. */
export type RestoreWay = 'empty' | 'replace' | 'scratch'

const FLAGS = { empty: [], replace: ['--replace'], scratch: ['--scratch'] } as const

/**
 * Restores the dump of a backup, and holds what the database has then against what the backup says. Throws with exit class `data` when they differ, or when the dump cannot be
 * restored, and with `trust` for a backup that is not signed by whom it has to be; then nothing of it is there, but for `replace`, which waits for its word.
 */
export async function sendDump(
  admin: Admin,
  file: string,
  keys: BackupKeys,
  way: RestoreWay,
  onBytes?: (count: number) => void,
): Promise<Contents> {
  const input = new PassThrough({ highWaterMark: 1024 * 1024 })
  const restoring = admin(['restore', ...FLAGS[way]], { input })
  // When the pod gives up, nobody takes the rest of the file.
  const givenUp = restoring.then(
    () => undefined,
    (error: unknown) => void input.destroy(error as Error),
  )
  let wanted: Contents | undefined
  try {
    const read = await readBackup(file, keys, {
      onDump: (part) => write(input, part),
      ...(onBytes === undefined ? {} : { onBytes }),
    })
    wanted = read.contents
    input.end()
  } catch (error) {
    input.destroy(error as Error)
    await restoring.catch((refusal: unknown) => {
      throw refusal
    })
    throw error
  }
  await givenUp
  const found = parseContents(await restoring)
  const different = differences(wanted, found)
  if (different.length > 0)
    throw new AirgapError('data', 'what was restored is not what was backed up', {
      details: different.slice(0, 10),
      hint: 'do not go on with this backup: take another one',
    })
  return found
}

async function write(input: PassThrough, part: Buffer): Promise<void> {
  if (input.destroyed) throw input.errored ?? new Error('the restore has ended')
  if (input.write(part)) return
  await new Promise<void>((resolve, reject) => {
    const done = () => {
      input.off('error', failed)
      resolve()
    }
    const failed = (error: Error) => {
      input.off('drain', done)
      reject(error)
    }
    input.once('drain', done)
    input.once('error', failed)
  })
}

/** What restoring a backup takes away: rows that were added since, by table. */
export function losses(backup: Contents, now: Contents): string[] {
  const kept = new Map(backup.tables.map(({ table, rows, hash }) => [table, { rows, hash }]))
  return now.tables.flatMap(({ table, rows, hash }) => {
    const before = kept.get(table)
    if (before === undefined) return rows === 0 ? [] : [`${table}: all ${rows} rows`]
    if (before.hash === hash) return []
    const more = rows - before.rows
    return [
      `${table}: ${more > 0 ? `${more} rows and ` : ''}changes since (${before.rows} rows in the backup, ${rows} now)`,
    ]
  })
}
