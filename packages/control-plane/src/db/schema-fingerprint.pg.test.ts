import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'
import { migrateDatabase } from './migrate.ts'
import { MIGRATIONS_FOLDER, narrowingStatements, oldestReader, readJournal } from './read-journal.ts'
import { driftBetween, schemaFingerprint, type Fingerprint } from './schema-fingerprint.ts'

const database = useDatabase('nothing')
const other = useDatabase('nothing')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-migrations-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every migration leaves the schema whose fingerprint is written down; `vitest -u` writes it', async () => {
  const sql = open(database.url())
  const found: Record<string, Fingerprint> = {}
  const steps = join(folder, 'steps')
  for (const [index, { tag }] of readJournal().entries()) {
    withMigrations(steps, (entries) => entries.slice(0, index + 1))
    await migrate(drizzle(sql), { migrationsFolder: steps })
    found[tag] = await schemaFingerprint(sql)
  }
  await sql`create index by_hand on users (name)`
  expect(driftBetween(found[readJournal().at(-1)!.tag]!, await schemaFingerprint(sql))).toEqual(['table users'])
  await sql.end()
  await expect(`${JSON.stringify(found, undefined, 2)}\n`).toMatchFileSnapshot(
    join(MIGRATIONS_FOLDER, 'fingerprints.gen.json'),
  )
})

test('what an extension has brought into public is no drift, and a view that somebody has made beside it is', async () => {
  const sql = open(database.url())
  const before = await schemaFingerprint(sql)
  const superuser = open(`${inject('pgServer')}${new URL(database.url()).pathname}`)
  // Views and functions of a module that sites watch their database with.
  await superuser`create extension pg_stat_statements schema public`
  await superuser.end()
  const [views] = await sql`select 1 from pg_views where schemaname = 'public' and viewname = 'pg_stat_statements'`
  expect(views).toBeDefined()
  expect(driftBetween(before, await schemaFingerprint(sql))).toEqual([])
  await sql`create view busy as select id from users`
  expect(driftBetween(before, await schemaFingerprint(sql))).toEqual(['table busy'])
  await sql.end()
})

test('a migration after the first release only widens the schema, or says with which code it runs', () => {
  const migrations = readJournal()
  const first = migrations.findIndex(({ tag }) => tag === '0005_scheduling_rules')
  for (const { tag, sql } of migrations.slice(first + 1))
    if (!/^-- runs with: \S+ or newer$/m.test(sql)) expect(narrowingStatements(sql), tag).toEqual([])
  expect(narrowingStatements('ALTER TABLE "a" DROP COLUMN "b";')).toHaveLength(1)
  expect(narrowingStatements('ALTER TABLE "a" ADD COLUMN "b" integer NOT NULL;')).toHaveLength(1)
  expect(narrowingStatements('ALTER TABLE "a" ADD COLUMN "b" integer DEFAULT 0 NOT NULL;')).toEqual([])
  const unique = 'CREATE UNIQUE INDEX "i" ON "a" USING btree ("b");'
  expect(narrowingStatements(unique)).toHaveLength(1)
  expect(narrowingStatements(`CREATE TABLE "a" ("b" text);--> statement-breakpoint\n${unique}`)).toEqual([])
  expect(narrowingStatements('CREATE TABLE "a" ("b" integer NOT NULL);')).toEqual([])
})

test('a version runs on a schema that a newer one has widened, and refuses one that it has narrowed', async () => {
  const url = other.url()
  await migrateDatabase(url)
  const [wide, narrow] = [join(folder, 'wide'), join(folder, 'narrow')]
  const last = readJournal().at(-1)!
  withMigrations(wide, (entries) => [...entries, { when: last.when + 1000, tag: '9000_wide' }], {
    '9000_wide': 'ALTER TABLE "users" ADD COLUMN "pronouns" text;',
  })
  await migrateDatabase(url, wide)
  await migrateDatabase(url)
  const sql = open(url)
  const columns = await sql`select 1 from information_schema.columns where column_name = 'pronouns'`
  expect(columns).toHaveLength(1)
  await sql.end()
  withMigrations(
    narrow,
    (entries) => [
      ...entries,
      { when: last.when + 1000, tag: '9000_wide' },
      { when: last.when + 2000, tag: '9001_narrow' },
    ],
    {
      '9000_wide': 'ALTER TABLE "users" ADD COLUMN "pronouns" text;',
      '9001_narrow': '-- runs with: 9000_wide or newer\nALTER TABLE "users" DROP COLUMN "pronouns";',
    },
  )
  expect(oldestReader(readJournal(narrow)).tag).toBe('9000_wide')
  await migrateDatabase(url, narrow)
  await migrateDatabase(url, wide)
  await expect(migrateDatabase(url)).rejects.toThrow('newer version')
})

function open(url: string): postgres.Sql {
  return postgres(url, { max: 1, onnotice: () => undefined })
}

interface Entry {
  when: number
  tag: string
}

/** A copy of our migrations with other entries in its journal. */
function withMigrations(to: string, choose: (entries: Entry[]) => Entry[], sql: Record<string, string> = {}): void {
  cpSync(MIGRATIONS_FOLDER, to, { recursive: true })
  const path = join(to, 'meta/_journal.json')
  const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: (Entry & { version: string })[] }
  const entries = choose(journal.entries).map((entry, idx) => ({ version: '7', breakpoints: true, ...entry, idx }))
  writeFileSync(path, JSON.stringify({ ...journal, entries }))
  for (const [tag, text] of Object.entries(sql)) writeFileSync(join(to, `${tag}.sql`), text)
}
