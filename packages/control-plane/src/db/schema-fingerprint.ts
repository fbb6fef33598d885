import { createHash } from 'node:crypto'
import type postgres from 'postgres'

/** Each object of the schema with a hash of what it is, by names such as `table workloads`. */
export type Fingerprint = Record<string, string>

/**
 * What the schema of a database is, so that it can be held against what its migrations make of it. Partitions come and go by day and are left out, and so are whoever owns
 * things and whatever an extension has brought. The same on every PostgreSQL from 15 on.
 */
export async function schemaFingerprint(sql: postgres.Sql): Promise<Fingerprint> {
  const rows = await sql<{ object: string; line: string }[]>`
    with extended as (
      select classid, objid from pg_depend where deptype = 'e'
    ), own as (
      select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl, c.relowner from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and not c.relispartition
        and ('pg_class'::regclass, c.oid) not in (select classid, objid from extended)
    )
    select 'table ' || relname as object, format('kind %s rls %s forced %s', relkind, relrowsecurity, relforcerowsecurity) as line from own
    union all
    select 'table ' || relname, format('grant %s %s', grantee::regrole, privilege_type) from own, aclexplode(relacl)
      where grantee <> relowner
    union all
    select 'table ' || relname, format('column %s %s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
        pg_get_expr(adbin, adrelid))
      from own join pg_attribute a on attrelid = own.oid left join pg_attrdef d on adrelid = attrelid and adnum = attnum
      where attnum > 0 and not attisdropped and relkind <> 'S'
    union all
    select 'table ' || relname, format('constraint %s %s', conname, pg_get_constraintdef(k.oid))
      from own join pg_constraint k on conrelid = own.oid where contype <> 'n'
    union all
    select 'table ' || relname, pg_get_indexdef(indexrelid) from own join pg_index on indrelid = own.oid
    union all
    select 'table ' || relname, pg_get_triggerdef(t.oid) from own join pg_trigger t on tgrelid = own.oid where not tgisinternal
    union all
    select 'table ' || relname, format('policy %s %s %s %s %s', polname, polcmd, (select array_agg(r::regrole::text order by r::regrole::text)
        from unnest(polroles) r), pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      from own join pg_policy on polrelid = own.oid
    union all
    select 'function ' || p.oid::regprocedure, pg_get_functiondef(p.oid) from pg_proc p
      where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
        and ('pg_proc'::regclass, p.oid) not in (select classid, objid from extended)
    union all
    select 'type ' || typname, (select string_agg(enumlabel, ',' order by enumsortorder) from pg_enum where enumtypid = t.oid)
      from pg_type t where typnamespace = 'public'::regnamespace and typtype = 'e'
        and ('pg_type'::regclass, t.oid) not in (select classid, objid from extended)`
  const lines = new Map<string, string[]>()
  for (const { object, line } of rows) lines.set(object, [...(lines.get(object) ?? []), line])
  return Object.fromEntries(
    [...lines]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([object, own]) => [object, hash(own.toSorted().join('\n'))]),
  )
}

/** Objects that one has otherwise than the other, sorted. */
export function driftBetween(wanted: Fingerprint, found: Fingerprint): string[] {
  const all = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].toSorted()
  return all.filter((object) => wanted[object] !== found[object])
}

/** All of it in one line. */
export function fingerprintHash(fingerprint: Fingerprint): string {
  return hash(JSON.stringify(fingerprint))
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}
