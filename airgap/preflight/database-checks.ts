import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { readDatabaseUrl } from '../install/backend-objects.ts'
import type { BackendSite, Site } from '../site/site.ts'
import { formatBytes } from '../cli/progress.ts'
import { explainDatabaseError } from './explain-database-error.ts'
import { fail, pass, warn, type Check } from './check.ts'
import { certificateOfDatabase, type SeenCertificate } from './check-certificates.ts'
import { checkSchema } from './check-schema.ts'

const OLDEST = 15
/** Of the programs in the images; they read this version and older ones. */
const NEWEST_READ = 15
const SLOW_MS = 10
const SLOW_WRITE_MS = 20
const PROBES = 11

/** D1 to D7 of a database of the site, as its own user sees it. `now` is its clock, for T1, and `bytes` how large it is. */
export async function checkDatabase(
  site: Pick<Site, 'ca'>,
  backend: { database: Pick<BackendSite['database'], 'external'> },
): Promise<{ checks: Check[]; now?: Date; bytes?: number }> {
  if (backend.database.external === undefined) return { checks: [] }
  const url = readDatabaseUrl(backend)
  const sql = open(url, site)
  try {
    const about = await readAbout(sql)
    const latency = await medianMs(() => sql`select 1`)
    const write = await medianMs(() => safeWrite(sql)).catch((error: unknown) => (error as Error).message)
    return {
      now: about.now,
      bytes: about.bytes,
      checks: [
        checkVersion(about),
        checkEncryption(url, about),
        checkRights(about),
        checkEncoding(about),
        checkLatency(latency),
        checkWrites(about, write, latency),
        checkRoom(about),
        await checkSchema(sql),
      ],
    }
  } catch (error) {
    return { checks: [explainDatabaseError(error as NodeJS.ErrnoException)] }
  } finally {
    await sql.end({ timeout: 2 })
  }
}

/** Of a database of the site, for T2. */
export async function databaseCertificate(backend: {
  database: Pick<BackendSite['database'], 'external'>
}): Promise<SeenCertificate | undefined> {
  if (backend.database.external === undefined) return undefined
  return await certificateOfDatabase('the database', readDatabaseUrl(backend))
}

function open(url: string, site: Pick<Site, 'ca'>): postgres.Sql {
  const ca = site.ca.map((file) => readFileSync(file, 'utf8'))
  const verifies = /[?&]sslmode=verify-/.test(url)
  return postgres(url, {
    max: 1,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { application_name: 'fairlead-airgap' },
    ...(verifies && ca.length > 0 ? { ssl: { ca } } : {}),
  })
}

interface About {
  version: number
  encoding: string
  collation: string
  now: Date
  user: string
  creates: boolean
  owns: boolean
  roles: number
  tls: string | null
  bytes: number
  fsync: boolean
  commits: string
  standby: boolean
}

async function readAbout(sql: postgres.Sql): Promise<About> {
  const [about] = await sql<About[]>`
    select current_setting('server_version_num')::int as version, pg_encoding_to_char(d.encoding) as encoding, d.datcollate as collation,
      clock_timestamp() as now, current_user as user, r.rolcreaterole or r.rolsuper as creates, pg_has_role(current_user, d.datdba, 'member') as owns,
      (select count(*)::int from pg_roles where rolname in ('fairlead_app', 'fairlead_system')) as roles,
      (select version from pg_stat_ssl where pid = pg_backend_pid() and ssl) as tls,
      pg_database_size(d.oid)::float8 as bytes, current_setting('fsync')::bool as fsync, current_setting('synchronous_commit') as commits,
      pg_is_in_recovery() as standby
    from pg_database d, pg_roles r where d.datname = current_database() and r.rolname = current_user`
  if (about === undefined) throw new Error('it says nothing about itself')
  return about
}

/** A commit that has to reach the disk, without a table: a few bytes in the log that nobody reads. */
async function safeWrite(sql: postgres.Sql): Promise<void> {
  await sql`select pg_logical_emit_message(true, 'fairlead-airgap', 'how long a safe write takes')`
}

async function medianMs(work: () => PromiseLike<unknown>): Promise<number> {
  const times: number[] = []
  for (let index = 0; index < PROBES; index++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.toSorted((a, b) => a - b)[Math.floor(PROBES / 2)]!
}

function checkVersion({ version, standby }: About): Check {
  const what = 'PostgreSQL'
  const major = Math.floor(version / 10_000)
  if (major < OLDEST) return fail('D1', what, String(major), `use ${OLDEST} or newer`)
  if (standby)
    return fail('D1', what, `${major}, a standby that takes no writes`, 'name the primary in backend.database.external')
  if (major > NEWEST_READ)
    return warn(
      'D1',
      what,
      String(major),
      `backup, upgrade and restore of this installer read PostgreSQL ${NEWEST_READ} and no newer one: back this one up with the tools of its server`,
    )
  return pass('D1', what, String(major))
}

function checkEncryption(url: string, { tls }: About): Check {
  const what = 'encrypted link'
  const fix = 'write ?sslmode=verify-full at the end of the URL, and the authority of its certificate into ca'
  if (tls === null) return warn('D2', what, 'no', fix)
  if (!/[?&]sslmode=verify-/.test(url)) return warn('D2', what, `${tls}, whoever answers is taken for the server`, fix)
  return pass('D2', what, `${tls}, its certificate is checked`)
}

function checkRights({ owns, creates, roles, user }: About): Check {
  const what = 'rights in the database'
  const mayRoles = creates || roles === 2
  return owns && mayRoles
    ? pass('D3', what, 'owner, may make roles; no extension is needed')
    : fail(
        'D3',
        what,
        `owner: ${owns ? 'yes' : 'no'}, may make roles: ${mayRoles ? 'yes' : 'no'}`,
        `make this user the owner of the database (ALTER DATABASE ... OWNER TO ${user}) and let it make roles (ALTER ROLE ${user} CREATEROLE)`,
      )
}

function checkEncoding({ encoding, collation }: About): Check {
  return encoding === 'UTF8'
    ? pass('D4', 'encoding', `UTF8, ${collation}`)
    : fail('D4', 'encoding', encoding, "make the database anew: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0")
}

function checkLatency(ms: number): Check {
  const seen = `${ms.toFixed(1)} ms`
  return ms > SLOW_MS
    ? warn('D5', 'time of a query', seen, 'put the database nearer: every round of scheduling waits for it')
    : pass('D5', 'time of a query', seen)
}

/** How often in a second one connection can be sure that what it wrote is on the disk. */
function checkWrites({ fsync, commits }: About, write: number | string, latency: number): Check {
  const what = 'time of a safe write'
  if (!fsync)
    return warn('D5', what, 'fsync is off', 'set fsync = on: when the host of this server goes down, the data is lost')
  if (commits === 'off')
    return warn(
      'D5',
      what,
      'synchronous_commit is off',
      'set synchronous_commit = on: what was accepted last is lost when the server goes down',
    )
  if (typeof write === 'string')
    return warn('D5', what, 'not known', `this user may not measure it (${write}): ask for under ${SLOW_WRITE_MS} ms`)
  const seen = `${write.toFixed(1)} ms, ${Math.round(1000 / Math.max(write, 0.01))} a second`
  return write - latency > SLOW_WRITE_MS
    ? warn('D5', what, seen, 'give the log of this server a faster disk: every change waits until it is written')
    : pass('D5', what, seen)
}

/** No server tells by SQL how much disk it has left. */
function checkRoom({ bytes }: About): Check {
  return warn(
    'D6',
    'room for data',
    `${formatBytes(bytes)} in use; the server does not tell what is free`,
    'ask who runs it for 20 GB, and for as much again as there is: a restore in place of what is there holds both for a while',
  )
}
