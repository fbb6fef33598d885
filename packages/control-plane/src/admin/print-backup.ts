import { createWriteStream, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeBackup } from '../backup/write-backup.ts'
import { ConfigError } from '../config.ts'

interface BackupFlags {
  recipient?: string | undefined
  /** What runs on the database, where that is not this version. */
  release?: string | undefined
  site?: string | undefined
  folder?: string | undefined
  keep?: string | undefined
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
  for (const name of readdirSync(folder)) if (name.endsWith('.part')) rmSync(join(folder, name), { force: true })
  const moment = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const path = join(folder, `fairlead-${moment}.backup.age`)
  // What is there under its name is whole.
  await pipeline(await open(url, flags), createWriteStream(`${path}.part`, { mode: 0o600 }))
  renameSync(`${path}.part`, path)
  const finished = readdirSync(folder).filter((name) => NAME.test(name))
  for (const name of finished.toSorted().slice(0, -keep)) rmSync(join(folder, name), { force: true })
  return `wrote ${path}, ${statSync(path).size} bytes\n`
}

async function open(url: string, { recipient, release, site }: BackupFlags): Promise<Readable> {
  if (recipient === undefined || !recipient.startsWith('age1'))
    throw new ConfigError('--recipient: the public key that the backup is for, age1...')
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const stream = await writeBackup({
    url,
    recipient,
    siteFolder: site,
    version: release ?? version,
    now: () => new Date(),
  })
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
}
