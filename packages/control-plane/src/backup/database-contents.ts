import { createHash } from 'node:crypto'
import type postgres from 'postgres'

/** How much is in one table. */
export interface TableContents {
  /** With its schema: `public.users`. */
  table: string
  rows: number
  /** The same for the same rows in any order, on any server. */
  hash: string
}

/** What a database holds: enough to say whether another one holds the same, and where not. */
export interface DatabaseContents {
  tables: TableContents[]
  /** `public.changes_id_seq 4711 t`: where each goes on. */
  sequences: string[]
  /** Over both. */
  hash: string
}

const OWN = `n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast') and n.nspname not like 'pg\\_%'`

/**
 * Reads every row once, table by table, in whatever transaction `sql` is; schemas that are set aside are left out. Sequences know no transaction: who has read them at another
 * moment gives them. It needs to see all rows: throws for a user from whom row-level security would hide some.
 */
export async function readContents(sql: postgres.Sql, sequences?: string[]): Promise<DatabaseContents> {
  await requireSight(sql)
  // What a value looks like as text must not depend on where the server is.
  await sql`select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO, YMD', false), set_config('intervalstyle', 'postgres', false),
    set_config('extra_float_digits', '1', false), set_config('bytea_output', 'hex', false)`
  const found = await sql<{ table: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and ${sql.unsafe(OWN)} and n.nspname not like 'fairlead\\_aside\\_%' order by 1`
  const tables: TableContents[] = []
  for (const { table } of found) {
    const [row] = await sql<{ rows: string; hash: string }[]>`
      select count(*)::text as rows, coalesce(sum(('x' || substr(md5(t::text), 1, 12))::bit(48)::bigint), 0)::text as hash
      from only ${sql.unsafe(table)} t`
    tables.push({ table, rows: Number(row?.rows), hash: row?.hash ?? '' })
  }
  const contents = { tables, sequences: sequences ?? (await readSequences(sql)) }
  return { ...contents, hash: createHash('sha256').update(JSON.stringify(contents)).digest('hex') }
}

/** Where each sequence is at this very moment, whatever transaction `sql` is. */
export async function readSequences(sql: postgres.Sql): Promise<string[]> {
  const sequences = await sql<{ line: string }[]>`
    select format('%I.%I %s', schemaname, sequencename, coalesce(last_value::text, 'unused')) as line from pg_sequences
    where schemaname not like 'fairlead\\_aside\\_%' order by 1`
  return sequences.map(({ line }) => line)
}

async function requireSight(sql: postgres.Sql): Promise<void> {
  const [user] = await sql<{ sees: boolean; name: string }[]>`
    select current_user as name, rolsuper or rolbypassrls or not exists (select from pg_roles where rolname = 'fairlead_system')
      or pg_has_role(current_user, 'fairlead_system', 'usage') as sees
    from pg_roles where rolname = current_user`
  if (user?.sees !== true)
    throw new Error(
      `${user?.name} does not see every row: it has to own the database and be in the role fairlead_system, as GRANT fairlead_system TO ${user?.name} makes it`,
    )
}
