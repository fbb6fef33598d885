import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { ConfigError } from '../config.ts'
import { must } from '../lib/invariant.ts'
import { openPool } from './connect.ts'
import { MIGRATIONS_FOLDER, oldestReader, readJournal, type Migration } from './read-journal.ts'

/** Any number, as long as every version of Fairlead uses the same. */
const LOCK = 7_316_550_219

/**
 * Brings the database to this version's schema. Forward only, under a lock, so that replicas that start together do not collide. A database that a newer version has
 * widened stays as it is, and this version runs on it. Throws {@link ConfigError} for one that a newer version has changed in another way, and for a PostgreSQL that
 * is too old.
 */
export async function migrateDatabase(url: string, folder = MIGRATIONS_FOLDER): Promise<void> {
  const { sql, db } = openPool(url, undefined, 1)
  try {
    const [server] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`
    const version = Number(must(server, 'the server says its version').version)
    if (version < 150_000) {
      throw new ConfigError(`PostgreSQL ${Math.floor(version / 10_000)} is too old: Fairlead needs 15 or newer`)
    }
    const migrations = readJournal(folder)
    await sql`select pg_advisory_lock(${LOCK})`
    if ((await newestApplied(sql)) <= newestOf(migrations)) {
      await migrate(db, { migrationsFolder: folder })
      await rememberReader(sql, oldestReader(migrations).when)
    } else await refuseUnreadable(sql, newestOf(migrations))
    await sql`select pg_advisory_unlock(${LOCK})`
  } finally {
    await sql.end({ timeout: 2 })
  }
}

type Sql = ReturnType<typeof openPool>['sql']

function newestOf(migrations: readonly Migration[]): number {
  return Math.max(...migrations.map(({ when }) => when))
}

/** Of the migrations that the database has had; 0 for an empty one. */
export async function newestApplied(sql: Sql): Promise<number> {
  if (!(await has(sql, 'drizzle.__drizzle_migrations'))) return 0
  const [row] = await sql<
    { newest: string | null }[]
  >`select max(created_at)::text as newest from drizzle.__drizzle_migrations`
  return Number(row?.newest ?? 0)
}

/** What the newest version says of older ones, for those that come back to this database. */
async function rememberReader(sql: Sql, oldest: number): Promise<void> {
  await sql`create table if not exists drizzle.fairlead_reader (only_row boolean primary key default true check (only_row), oldest bigint not null)`
  await sql`insert into drizzle.fairlead_reader (oldest) values (${oldest})
    on conflict (only_row) do update set oldest = excluded.oldest where fairlead_reader.oldest <> excluded.oldest`
}

async function refuseUnreadable(sql: Sql, ours: number): Promise<void> {
  const [row] = (await has(sql, 'drizzle.fairlead_reader'))
    ? await sql<{ oldest: string }[]>`select oldest::text from drizzle.fairlead_reader`
    : []
  if (row !== undefined && Number(row.oldest) <= ours) return
  throw new ConfigError(
    'the database was migrated by a newer version of Fairlead: start that version, or restore a backup made before the upgrade',
  )
}

async function has(sql: Sql, table: string): Promise<boolean> {
  const [row] = await sql<{ name: string | null }[]>`select to_regclass(${table})::text as name`
  return row?.name != null
}
