import { PassThrough } from 'node:stream'
import { AirgapError } from '../cli/airgap-error.ts'
import { parseContents, readBackup, type Contents } from './open-backup.ts'
import type { Admin } from './life-place.ts'

/** Where a dump is restored: into the site's database if that is empty, in place of what is there, or beside it to see whether it can be. */
export type RestoreWay = 'empty' | 'replace' | 'scratch'

const FLAGS = { empty: [], replace: ['--replace'], scratch: ['--scratch'] } as const

/**
 * Restores the dump of a backup, and holds what the database has then against what the backup says. Throws with exit class `data` when they differ, or when the dump cannot be
 * restored; then nothing of it is there, but for `replace`, which waits for its word.
 */
export async function sendDump(
  admin: Admin,
  file: string,
  key: string,
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
    const read = await readBackup(file, key, {
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

/** What one database has and another has not, a line each. */
export function differences(wanted: Contents, found: Contents): string[] {
  if (wanted.hash === found.hash) return []
  const theirs = new Map(found.tables.map((each) => [each.table, each]))
  const lines = wanted.tables.flatMap(({ table, rows, hash }) => {
    const other = theirs.get(table)
    theirs.delete(table)
    if (other === undefined) return [`${table}: missing`]
    if (other.rows !== rows) return [`${table}: ${other.rows} rows in place of ${rows}`]
    return other.hash === hash ? [] : [`${table}: other rows`]
  })
  const sequences = wanted.sequences.filter((line) => !isReached(line, found.sequences))
  return [
    ...lines,
    ...[...theirs.keys()].map((table) => `${table}: there in addition`),
    ...sequences.map((line) => `sequence not at ${line}`),
  ]
}

/** They know no transaction: one that has gone on while the dump was made has lost nothing. */
function isReached(line: string, found: readonly string[]): boolean {
  const [name, at] = split(line)
  const other = found.map(split).find(([each]) => each === name)
  if (other === undefined) return false
  return at === 'unused' || (other[1] !== 'unused' && BigInt(other[1]) >= BigInt(at))
}

function split(line: string): [name: string, at: string] {
  const end = line.lastIndexOf(' ')
  return [line.slice(0, end), line.slice(end + 1)]
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
