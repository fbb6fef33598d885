import postgres from 'postgres'
import { readFileSync } from 'node:fs'
import type { BackendSite, Site } from '../site/site.ts'
import { readDatabaseUrl } from '../install/backend-objects.ts'
import { fail, pass, warn, type Check } from './check.ts'

const OLDEST = 15
const SLOW_MS = 10

/** D1 to D5 and D7 of a database of the site, as its own user sees it. `now` is its clock, for T1. */
export async function checkDatabase(
  site: Pick<Site, 'ca'>,
  backend: { database: Pick<BackendSite['database'], 'external'> },
): Promise<{ checks: Check[]; now?: Date }> {
  if (backend.database.external === undefined) return { checks: [] }
  const url = readDatabaseUrl(backend)
  const wantsTls = /[?&]sslmode=(require|verify-)/.test(url)
  const ca = site.ca.map((file) => readFileSync(file, 'utf8'))
  const sql = postgres(url, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => undefined,
    ...(wantsTls && ca.length > 0 ? { ssl: { ca } } : {}),
  })
  try {
    const [about] = await sql<
      {
        version: number
        encoding: string
        collation: string
        now: Date
        creates: boolean
        super: boolean
        owns: boolean
        tls: boolean | null
      }[]
    >`select current_setting('server_version_num')::int as version, pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collation, clock_timestamp() as now,
        r.rolcreaterole as creates, r.rolsuper as super, pg_has_role(current_user, d.datdba, 'member') as owns,
        (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as tls
      from pg_database d, pg_roles r where d.datname = current_database() and r.rolname = current_user`
    if (about === undefined) throw new Error('it says nothing about itself')
    const [roles] = await sql<
      { count: number }[]
    >`select count(*)::int as count from pg_roles where rolname in ('fairlead_app', 'fairlead_system')`
    const [table] = await sql<
      { name: string | null }[]
    >`select to_regclass('drizzle.__drizzle_migrations')::text as name`
    const latency = await medianLatency(sql)
    const major = Math.floor(about.version / 10_000)
    const mayRoles = about.creates || about.super || roles?.count === 2
    return {
      now: about.now,
      checks: [
        major < OLDEST
          ? fail('D1', 'PostgreSQL', String(major), `use ${OLDEST} or newer`)
          : pass('D1', 'PostgreSQL', String(major)),
        about.tls
          ? pass('D2', 'encrypted link', 'yes')
          : warn(
              'D2',
              'encrypted link',
              'no',
              'add ?sslmode=verify-full to the URL, and the authority of its certificate to ca',
            ),
        about.owns && mayRoles
          ? pass('D3', 'rights in the database', 'owner, may make roles')
          : fail(
              'D3',
              'rights in the database',
              `owner: ${about.owns}, may make roles: ${mayRoles}`,
              'make this user the owner of the database (ALTER DATABASE ... OWNER TO ...) and let it make roles (ALTER ROLE ... CREATEROLE)',
            ),
        about.encoding === 'UTF8'
          ? pass('D4', 'encoding', `UTF8, ${about.collation}`)
          : fail(
              'D4',
              'encoding',
              about.encoding,
              "make the database anew: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0",
            ),
        latency > SLOW_MS
          ? warn(
              'D5',
              'time of a query',
              `${latency.toFixed(1)} ms`,
              'put the database nearer: every round of scheduling waits for it',
            )
          : pass('D5', 'time of a query', `${latency.toFixed(1)} ms`),
        pass('D7', 'schema', table?.name ? 'of an earlier start; its migration refuses a newer one' : 'empty'),
      ],
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const isAway = [
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'CONNECT_TIMEOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
    ].includes(code ?? '')
    // A database may be open to the cluster alone.
    return {
      checks: [
        isAway
          ? warn(
              'D1',
              'PostgreSQL',
              'not in reach from here',
              'if the cluster reaches it, go on: its migration runs first and tells what is wrong',
            )
          : fail(
              'D1',
              'PostgreSQL',
              code ?? 'refused',
              `the database refuses: ${message}; check user, password and name in the file of backend.database.external`,
            ),
      ],
    }
  } finally {
    await sql.end({ timeout: 2 })
  }
}

async function medianLatency(sql: postgres.Sql): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < 11; index++) {
    const started = performance.now()
    await sql`select 1`
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b)[5]!
}
