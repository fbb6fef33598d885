import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { ConfigError } from '../config.ts'
import { must } from '../lib/invariant.ts'
import { openPool } from './connect.ts'

const FOLDER = resolve(import.meta.dirname, '../../drizzle')
/** Any number, as long as every version of Fairlead uses the same. */
const LOCK = 7_316_550_219

interface Journal {
  entries: { when: number; tag: string }[]
}

/**
 * Brings the database to this version's schema. Forward only, under a lock, so that replicas that start together do not collide. Throws
 * {@link ConfigError} for a database that a newer version has already changed, and for a PostgreSQL that is too old.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const { sql, db } = openPool(url, undefined, 1)
  try {
    const [server] = await sql<{ version: string }[]>`select current_setting('server_version_num') as version`
    const version = Number(must(server, 'the server says its version').version)
    if (version < 150_000) {
      throw new ConfigError(`PostgreSQL ${Math.floor(version / 10_000)} is too old: Fairlead needs 15 or newer`)
    }
    await sql`select pg_advisory_lock(${LOCK})`
    await refuseNewer(sql)
    await migrate(db, { migrationsFolder: FOLDER })
    await sql`select pg_advisory_unlock(${LOCK})`
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function refuseNewer(sql: ReturnType<typeof openPool>['sql']): Promise<void> {
  const [table] = await sql<{ name: string | null }[]>`select to_regclass('drizzle.__drizzle_migrations')::text as name`
  if (!table?.name) return
  const journal = JSON.parse(readFileSync(join(FOLDER, 'meta', '_journal.json'), 'utf8')) as Journal
  const newestOurs = Math.max(...journal.entries.map((entry) => entry.when))
  const [row] = await sql<
    { newest: string | null }[]
  >`select max(created_at)::text as newest from drizzle.__drizzle_migrations`
  if (row?.newest && Number(row.newest) > newestOurs) {
    throw new ConfigError(
      'the database was migrated by a newer version of Fairlead: start that version, or restore a backup made before the upgrade',
    )
  }
}
