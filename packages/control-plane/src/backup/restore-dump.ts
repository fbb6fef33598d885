import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import postgres from 'postgres'
import { readContents, type DatabaseContents } from './database-contents.ts'
import { startPostgresProgram } from './postgres-program.ts'

/** Where what was there before waits until the restored data has been found whole. */
const ASIDE = 'fairlead_aside_'
const SCHEMAS = ['public', 'drizzle'] as const

/**
 * Restores a dump of `pg_dump --format=custom` as one transaction, and answers what the database holds then. With `replaces`, what is there is set aside first, and stays so until
 * {@link settle}; otherwise this throws for a database that is not empty. A run that was broken off has left nothing, and may be repeated.
 */
export async function restoreDump(url: string, dump: Readable, replaces: boolean): Promise<DatabaseContents> {
  const sql = open(url)
  try {
    if (replaces) await setAside(sql)
    else await requireEmpty(sql)
    await makeRoles(sql)
    const { child, done } = startPostgresProgram('pg_restore', url, [
      '--single-transaction',
      '--exit-on-error',
      '--no-owner',
    ])
    // An end of the program before that of the dump is told by `done`, with its reason.
    await pipeline(dump, child.stdin!).catch(() => undefined)
    await done
    return await readContents(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** After {@link restoreDump} with `replaces`: lets go of what was there before, or brings it back. */
export async function settle(url: string, isWhole: boolean): Promise<void> {
  const sql = open(url)
  try {
    if (isWhole) for (const name of SCHEMAS) await sql.unsafe(`drop schema if exists ${ASIDE}${name} cascade`)
    else await bringBack(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Throws with the names of what is there. */
export async function requireEmpty(sql: postgres.Sql): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('information_schema', 'pg_catalog') order by 1`
  if (tables.length > 0)
    throw new Error(
      `the database is not empty: it has ${tables.length} tables, ${tables[0]?.name} among them; a restore writes over nothing`,
    )
}

async function setAside(sql: postgres.Sql): Promise<void> {
  await bringBack(sql)
  await sql.begin(async (tx) => {
    for (const name of SCHEMAS) await tx.unsafe(`alter schema ${name} rename to ${ASIDE}${name}`)
    await tx`create schema public authorization pg_database_owner`
    await tx`grant usage on schema public to public`
  })
}

async function bringBack(sql: postgres.Sql): Promise<void> {
  await sql.begin(async (tx) => {
    for (const name of SCHEMAS) {
      const [found] = await tx`select 1 from pg_namespace where nspname = ${ASIDE + name}`
      if (found === undefined) continue
      await tx.unsafe(`drop schema if exists ${name} cascade`)
      await tx.unsafe(`alter schema ${ASIDE}${name} rename to ${name}`)
    }
  })
}

/** They belong to the server, not to a database, so a dump has none of them. */
async function makeRoles(sql: postgres.Sql): Promise<void> {
  for (const role of ['fairlead_app', 'fairlead_system']) {
    const [found] = await sql`select 1 from pg_roles where rolname = ${role}`
    if (found === undefined) await sql.unsafe(`create role ${role} nologin noinherit`)
    const [member] = await sql<{ is: boolean }[]>`select pg_has_role(current_user, ${role}, 'usage') as is`
    if (member?.is !== true) await sql.unsafe(`grant ${role} to current_user`)
  }
}

function open(url: string): postgres.Sql {
  return postgres(url, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: 'fairlead-restore' },
  })
}
