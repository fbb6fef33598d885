import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import postgres from 'postgres'
import { buildBundle } from '@fairlead/airgap/bundle/build-bundle'
import { describeSource } from '@fairlead/airgap/bundle/describe-source'
import { keysOf, makeBackupKey, makingOf } from '@fairlead/airgap/life/backup-key'
import { parseContents, readBackup, type Contents } from '@fairlead/airgap/life/open-backup'
import { sendDump } from '@fairlead/airgap/life/send-dump'
import { takeBackup } from '@fairlead/airgap/life/take-backup'
import { makeSigningKeys } from '@fairlead/airgap/signing/signing-keys'
import { contain, unpackImage } from '../e2e/airgap/support/contain.ts'
import { nextMigration } from '../e2e/airgap/support/next-migration.ts'
import { unpack } from '../e2e/airgap/support/unpack.ts'
import { until } from '../tools/processes/child.ts'
import { freePort } from '../tools/processes/free-port.ts'
import { fillRows } from './backup/fill-rows.ts'
import { localTools } from './backup/local-tools.ts'
import { machine, report } from './machine.ts'

/**
 * What an upgrade of a closed site does to a database of a year: backup, its trial beside the database, the migration from one release to the next, and a restore into an empty database; with the programs and the
 * PostgreSQL of the bundle. Fails where the data is not the same afterwards. Linux, root and runc.
 */
const { values } = parseArgs({ options: { rows: { type: 'string', default: '500000' }, bundle: { type: 'string' } } })
const ROWS = Number(values.rows)
const PASSWORD = 'not-a-secret'
/** What a release does to a large table: an index, so that every row is read once. */
const MORE_SQL = '--> statement-breakpoint\nCREATE INDEX "workload_events_at_idx" ON "workload_events" ("at");\n'

const home = mkdtempSync(join(tmpdir(), 'fairlead-bench-backup-'))
chmodSync(home, 0o755)
const folder = unpack(values.bundle ?? (await build()), join(home, 'bundle'))
const port = await freePort()
const server = startServer(port)
try {
  await until(
    'the database is ready',
    () => (server.output().includes('ready to accept connections') ? true : undefined),
    60_000,
  )
  const urlOf = (database: string, user = 'fairlead') => `postgres://${user}:${PASSWORD}@127.0.0.1:${port}/${database}`
  const sql = postgres(urlOf('fairlead', 'fairlead_admin'), { max: 1, onnotice: () => undefined })
  for (const name of ['scratch', 'empty']) await sql.unsafe(`create database ${name} owner fairlead`)
  const image = unpackImage(folder, 'control-plane', join(home, 'control-plane'))
  const { root } = image
  const admin = localTools(image, urlOf('fairlead'), urlOf('scratch'))
  await admin(['migrate'])
  const rows = await timed('fill', async () => ({ rows: await fillRows(sql, ROWS) }))
  const [{ bytes } = { bytes: 0 }] = await sql<
    { bytes: number }[]
  >`select pg_database_size('fairlead')::float8 as bytes`
  await sql.end()
  const before = parseContents(await admin(['contents']))
  report({
    bench: 'backup',
    case: 'database',
    databaseBytes: bytes,
    rowsOfAll: before.tables.reduce((sum, each) => sum + each.rows, 0),
    ...rows,
    ...machine(),
  })

  const keyFile = join(home, 'backup.key')
  await makeBackupKey(keyFile, Date.now)
  const site = { backup: { keyFile, folder: home } }
  const [making, keys] = [await makingOf(site), keysOf(site, {})]
  const file = join(home, 'site.backup.age')
  mkdirSync(join(root, 'etc/fairlead/site'), { recursive: true })
  await timed('backup', async () => ({
    ...(await takeBackup(
      { admin, siteFolder: '/etc/fairlead/site' },
      { ...making, version: 'N-1' },
      file,
      () => undefined,
    )),
  }))
  await timed('check of the file', async () => ({ dumpBytes: (await readBackup(file, keys)).dumpBytes }))
  await timed('trial beside the database', async () => same(before, await sendDump(admin, file, keys, 'scratch')))
  const { tags, files } = nextMigration()
  for (const each of files)
    if ('text' in each) writeFileSync(join(root, each.to), each.to.endsWith('.sql') ? each.text + MORE_SQL : each.text)
  await timed('migration from N-1 to N', async () => {
    await admin(['migrate'])
    return { migration: tags.join(', ') }
  })
  await timed('data after it', async () =>
    same(withoutNew(before), withoutNew(parseContents(await admin(['contents'])))),
  )
  const restoring = localTools(image, urlOf('empty'), urlOf('scratch'))
  await timed('restore into an empty database', async () =>
    same(before, await sendDump(restoring, file, keys, 'empty')),
  )
  await timed('migration of what was restored', async () => {
    await restoring(['migrate'])
    return same(withoutNew(before), withoutNew(parseContents(await restoring(['contents']))))
  })
} finally {
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}

async function build(): Promise<string> {
  const say = (line: string) => process.stderr.write(`airgap: ${line}\n`)
  const architecture = process.arch === 'arm64' ? 'arm64' : 'amd64'
  const source = describeSource({ counter: 1, allowDirty: true })
  const { file } = await buildBundle({
    purpose: 'site',
    keys: makeSigningKeys(),
    out: join(home, 'dist'),
    say,
    architecture,
    source,
  })
  return file
}

/** With what the site runs it with, and its data on the disk of this machine. */
function startServer(at: number) {
  mkdirSync(join(home, 'secrets'))
  writeFileSync(join(home, 'secrets/password'), `${PASSWORD}\n`)
  mkdirSync(join(home, 'data'))
  chmodSync(join(home, 'data'), 0o777)
  return contain(
    unpackImage(folder, 'postgresql', join(home, 'postgresql')),
    { uid: 65_532, gid: 65_532 },
    {
      name: 'postgresql',
      work: home,
      env: ['FAIRLEAD_PG_PASSWORD_FILE=/secrets/password'],
      args: ['-c', `port=${at}`, '-c', 'listen_addresses=127.0.0.1'],
      folders: ['/run/postgresql', '/tmp'],
      files: { '/secrets': join(home, 'secrets') },
      disks: { '/var/lib/postgresql': join(home, 'data') },
    },
  )
}

async function timed<T extends Record<string, unknown>>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const figures = await work()
  report({ bench: 'backup', case: name, ms: Math.round(performance.now() - started), ...figures })
  return figures
}

/** Throws where they differ. */
function same(wanted: Contents, found: Contents): { hash: string } {
  const rowsOf = ({ tables, sequences }: Contents) => JSON.stringify({ tables, sequences })
  if (rowsOf(wanted) !== rowsOf(found)) throw new Error('the data is not what it was')
  return { hash: found.hash }
}

/** Without what the migration itself writes. */
function withoutNew({ tables, sequences, hash }: Contents): Contents {
  const own = (name: string) => name.startsWith('drizzle.') || name === 'public.next_release'
  return {
    tables: tables.filter(({ table }) => !own(table)),
    sequences: sequences.filter((line) => !own(line)),
    hash,
  }
}
