import type { KeyObject } from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { writeBackup } from '../backup/write-backup.ts'
import { ConfigError } from '../config.ts'

interface BackupFlags {
  recipient?: string | undefined
  /** What runs on the database, where that is not this version. */
  release?: string | undefined
  site?: string | undefined
  folder?: string | undefined
  keep?: string | undefined
  /** Undefined for a backup that is not signed. */
  signingKey: KeyObject | undefined
}

/** Of a finished backup in a folder. */
const NAME = /^fairlead-\d{8}T\d{6}Z\.backup\.age$/

/** Writes a backup to a stream. */
export async function printBackup(url: string, flags: BackupFlags, out: Writable): Promise<void> {
  await pipeline(await open(url, flags), out)
}

/** Writes a backup into a folder under the name of its moment, and lets go of all but the newest `keep` (7). */
export async function keepBackup(url: string, flags: BackupFlags): Promise<string> {
  const folder = flags.folder ?? '.'
  const keep = Number(flags.keep ?? 7)
  if (!Number.isInteger(keep) || keep < 1) throw new ConfigError('--keep: a whole number above zero')
  if (!existsSync(folder)) throw new ConfigError(`--folder: there is no folder ${folder}`)
  // Of runs that were killed: no two write at a time.
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })
  const path = await freePath(folder)
  // What is there under its name is whole.
  const part = createWriteStream(`${path}.part`, { mode: 0o600 })
  try {
    await pipeline(await open(url, flags), part)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const wanted = part.bytesWritten
    rmSync(`${path}.part`, { force: true })
    throw code === 'ENOSPC' || code === 'EDQUOT' ? full(folder, wanted, keep) : error
  }
  renameSync(`${path}.part`, path)
  // Only now: as many as asked for are whole at any time.
  const kept = keepNewest(folder, keep)
  return `wrote ${path}, ${statSync(path).size} bytes; ${kept} are kept\n`
}

/** Of this second; where that is taken, of the next: one backup never takes the place of another. */
export async function freePath(folder: string): Promise<string> {
  for (;;) {
    const moment = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
    const path = join(folder, `fairlead-${moment}.backup.age`)
    if (!existsSync(path)) return path
    await wait(100)
  }
}

/** Removes all but the newest `keep` of the finished backups in a folder, and no other file. Answers how many there are then. */
export function keepNewest(folder: string, keep: number): number {
  const all = listBackups(folder)
  for (const { name } of all.slice(keep)) rmSync(join(folder, name), { force: true })
  return Math.min(all.length, keep)
}

/** The finished backups in a folder, newest first, and the room beside them, as JSON. */
export function printBackups(folder = '.'): string {
  if (!existsSync(folder)) throw new ConfigError(`--folder: there is no folder ${folder}`)
  return `${JSON.stringify({ backups: listBackups(folder), ...roomIn(folder) })}\n`
}

/** Writes one of the finished backups in a folder to a stream, as it is. */
export async function sendBackup(folder: string, name: string, out: Writable): Promise<void> {
  const found = listBackups(folder).find((each) => each.name === name)
  if (found === undefined) throw new ConfigError(`there is no backup ${name}`)
  await pipeline(createReadStream(join(folder, name)), out)
}

function listBackups(folder: string): { name: string; bytes: number; takenAt: string }[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .toSorted()
    .toReversed()
    .map((name) => ({ name, bytes: statSync(join(folder, name)).size, takenAt: momentOf(name) }))
}

/** `fairlead-20260131T013000Z.backup.age` is of 2026-01-31T01:30:00Z. */
function momentOf(name: string): string {
  return name.replace(/^fairlead-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z.*$/, '$1-$2-$3T$4:$5:$6Z')
}

function roomIn(folder: string): { freeBytes: number; sizeBytes: number } {
  const { bavail, blocks, bsize } = statfsSync(folder)
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize }
}

function full(folder: string, wanted: number, keep: number): ConfigError {
  const backups = listBackups(folder)
  const held = backups.reduce((sum, { bytes }) => sum + bytes, 0)
  const { freeBytes, sizeBytes } = roomIn(folder)
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
  return new ConfigError(
    `${folder} is full: ${mb(sizeBytes)}, of which ${backups.length} backups take ${mb(held)} and ${mb(freeBytes)} are free; this one broke off after ${mb(wanted)}, and those are all kept. ` +
      `Make the volume larger${keep > 1 ? ` or keep fewer than ${keep}` : ''}: there has to be room for one more than are kept`,
  )
}

async function open(url: string, { recipient, release, site, signingKey }: BackupFlags): Promise<Readable> {
  if (recipient === undefined || !recipient.startsWith('age1'))
    throw new ConfigError('--recipient: the public key that the backup is for, age1...')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const stream = await writeBackup({
    url,
    recipient,
    signingKey,
    siteFolder: site,
    version: release ?? version,
    now: () => new Date(),
  })
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
}
