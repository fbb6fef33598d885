import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import postgres from 'postgres'
import { pack, type Pack } from 'tar-stream'
import { schemaState } from './schema-state.ts'
import { readContents, readSequences } from './database-contents.ts'
import { startPostgresProgram } from './postgres-program.ts'

export const BACKUP_FORMAT = 1
/** Of one part of the dump: as much as is held in memory at a time. */
const PART_BYTES = 4 * 1024 * 1024

export interface BackupOptions {
  /** As whoever owns the database. */
  url: string
  /** `age1...`: whoever holds the key to it can read the backup, and nobody else. */
  recipient: string
  /** A folder whose files go along: what a site needs to come back. */
  siteFolder: string | undefined
  /** Of what runs on the database. */
  version: string
  now: () => Date
}

/**
 * A backup as it goes over the wire: a tar archive in the format of age. In it `backup.json`, the files of the site, `database.dump.000000` and so on, which are a dump of
 * `pg_dump --format=custom` when they are put together, and `contents.json` with what has to be in a database that it was restored to. The dump and the contents are of the
 * same moment. Memory does not grow with the database.
 */
export async function writeBackup(options: BackupOptions): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(options.recipient)
  const archive = pack()
  fill(archive, options).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error as Error),
  )
  return await encrypter.encrypt(ReadableStream.from(archive as AsyncIterable<Uint8Array>))
}

async function fill(archive: Pack, options: BackupOptions): Promise<void> {
  const { url, siteFolder, version, now } = options
  const sql = postgres(url, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'fairlead-backup' },
  })
  try {
    await sql`begin isolation level repeatable read read only`
    const [moment] = await sql<{ snapshot: string; server: string }[]>`
      select pg_export_snapshot() as snapshot, current_setting('server_version') as server`
    const { applied } = await schemaState(sql)
    const head = {
      format: BACKUP_FORMAT,
      version,
      takenAt: now().toISOString(),
      server: moment?.server,
      migrations: applied,
    }
    await add(archive, 'backup.json', toJson(head))
    for (const [name, bytes] of siteFiles(siteFolder)) await add(archive, `site/${name}`, bytes)
    // Before the dump looks at them: it may find them further on, and never behind.
    const sequences = await readSequences(sql)
    const { child, done } = startPostgresProgram('pg_dump', url, [
      '--format=custom',
      '--enable-row-security',
      '--no-owner',
      '--exclude-schema=fairlead_aside_*',
      `--snapshot=${moment?.snapshot}`,
    ])
    const dump = await addParts(archive, child.stdout as AsyncIterable<Buffer>)
    await done
    await add(archive, 'contents.json', toJson({ dump, contents: await readContents(sql, sequences) }))
    await sql`commit`
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function addParts(
  archive: Pack,
  stream: AsyncIterable<Buffer>,
): Promise<{ parts: number; bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  let [parts, bytes, held] = [0, 0, 0]
  let waiting: Buffer[] = []
  const flush = async () => {
    const part = Buffer.concat(waiting)
    waiting = []
    held = 0
    hash.update(part)
    bytes += part.length
    await add(archive, `database.dump.${String(parts).padStart(6, '0')}`, part)
    parts += 1
  }
  for await (const chunk of stream) {
    waiting.push(chunk)
    held += chunk.length
    if (held >= PART_BYTES) await flush()
  }
  if (held > 0) await flush()
  return { parts, bytes, sha256: hash.digest('hex') }
}

/** Resolves when the reader has taken it. */
async function add(archive: Pack, name: string, bytes: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const entry = archive.entry({ name, size: bytes.length, mode: 0o600 }, (error) =>
      error ? reject(error) : resolve(),
    )
    entry.end(bytes)
  })
}

function siteFiles(folder: string | undefined): [name: string, bytes: Buffer][] {
  if (folder === undefined) return []
  // A mounted Secret has links to links beside its files.
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => [name, readFileSync(join(folder, name))])
}

function toJson(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}
