import { createHash, type KeyObject } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Encrypter } from 'age-encryption'
import postgres from 'postgres'
import { BackupArchive } from './backup-archive.ts'
import { schemaState } from './schema-state.ts'
import { readContents, readSequences } from './database-contents.ts'
import { startPostgresProgram } from './postgres-program.ts'

/** Of a backup that nobody has signed, and of one that ends with a signature. */
const FORMATS = { unsigned: 1, signed: 2 } as const
/** Of one part of the dump: as much as is held in memory at a time. */
const PART_BYTES = 4 * 1024 * 1024

export interface BackupOptions {
  /** As whoever owns the database. */
  url: string
  /** `age1...`: whoever holds the key to it can read the backup, and nobody else. */
  recipient: string
  /** Ed25519: whoever has its public half can tell the backup from one that others have made. Undefined for one that is not signed. */
  signingKey: KeyObject | undefined
  /** A folder whose files go along: what a site needs to come back. */
  siteFolder: string | undefined
  /** Of what runs on the database. */
  version: string
  now: () => Date
}

/**
 * A backup as it goes over the wire: a tar archive in the format of age. In it `backup.json`, the files of the site, `database.dump.000000` and so on, which are a dump of
 * `pg_dump --format=custom` when they are put together, and `contents.json` with what has to be in a database that it was restored to; last, with a key to sign, a list of all that and
 * its signature. The dump and the contents are of the same moment. Memory does not grow with the database.
 */
export async function writeBackup(options: BackupOptions): Promise<ReadableStream<Uint8Array>> {
  const encrypter = new Encrypter()
  encrypter.addRecipient(options.recipient)
  const archive = new BackupArchive()
  const { stream } = archive
  fill(archive, options).then(
    () => stream.finalize(),
    (error: unknown) => stream.destroy(error as Error),
  )
  return await encrypter.encrypt(ReadableStream.from(stream as AsyncIterable<Uint8Array>))
}

async function fill(archive: BackupArchive, options: BackupOptions): Promise<void> {
  const { url, siteFolder, signingKey, version, now } = options
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
      format: signingKey === undefined ? FORMATS.unsigned : FORMATS.signed,
      version,
      takenAt: now().toISOString(),
      server: moment?.server,
      migrations: applied,
    }
    await archive.add('backup.json', toJson(head))
    for (const [name, bytes] of siteFiles(siteFolder)) await archive.add(`site/${name}`, bytes)
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
    await archive.add('contents.json', toJson({ dump, contents: await readContents(sql, sequences) }))
    if (signingKey !== undefined) await archive.seal(signingKey)
    await sql`commit`
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function addParts(
  archive: BackupArchive,
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
    await archive.add(`database.dump.${String(parts).padStart(6, '0')}`, part)
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

function siteFiles(folder: string | undefined): [name: string, bytes: Buffer][] {
  if (folder === undefined) return []
  // A mounted Secret has links to links beside its files, and the folder of a service the key that signs: both begin with a dot.
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => [name, readFileSync(join(folder, name))])
}

function toJson(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
}
