import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuthority } from '../../e2e/kubernetes/cluster/certificates.ts'
import { embeddedPostgres } from '../../packages/control-plane/src/db/embedded/embedded-postgres.ts'
import { migrateDatabase } from '../../packages/control-plane/src/db/migrate.ts'
import { createLogger } from '../../packages/control-plane/src/lib/logger.ts'
import type { Check } from './check.ts'
import { checkDatabase, databaseCertificate } from './database-checks.ts'

let home: string
let stop: () => Promise<void>
let root: postgres.Sql
let place: string
let wrongCa: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-checks-'))
  chmodSync(home, 0o755)
  const server = await embeddedPostgres(join(home, 'data'), createLogger('silent'))
  await server.start()
  stop = async () => await server.stop()
  const secrets = JSON.parse(readFileSync(join(home, 'data/postgres.json'), 'utf8')) as {
    port: number
    superuserPassword: string
  }
  place = `127.0.0.1:${secrets.port}`
  root = postgres(`postgres://fairlead_admin:${secrets.superuserPassword}@${place}/postgres`, {
    max: 1,
    onnotice: () => undefined,
  })
  const authority = await createAuthority('authority of the site')
  const { certificate, key } = await authority.issue({ commonName: 'database', hosts: ['127.0.0.1'] })
  writeFileSync(join(home, 'ca.crt'), authority.certificate)
  wrongCa = join(home, 'other.crt')
  writeFileSync(wrongCa, (await createAuthority('somebody else')).certificate)
  const [row] = await root<{ folder: string }[]>`select current_setting('data_directory') as folder`
  const { uid, gid } = statSync(row!.folder)
  for (const [name, text] of Object.entries({ 'server.crt': certificate, 'server.key': key })) {
    writeFileSync(join(row!.folder, name), text, { mode: 0o600 })
    chownSync(join(row!.folder, name), uid, gid)
  }
  await root`create role owner login createrole password 'harbour'`
  await root`create role guest login password 'harbour'`
  await root`create database site owner owner`
  await root`create database latin owner owner template template0 encoding 'LATIN1' locale 'C'`
})
afterAll(async () => {
  await root?.end()
  await stop?.()
  rmSync(home, { recursive: true, force: true })
})

test('a database that fits passes: rights, encoding, times of a query and of a safe write; what no server tells is said', async () => {
  const { checks, now, bytes } = await look('owner', 'site')
  expect(results(checks)).toEqual({
    D1: 'warn',
    D2: 'warn',
    D3: 'pass',
    D4: 'pass',
    D5: 'pass pass',
    D6: 'warn',
    D7: 'pass',
  })
  expect(seen(checks, 'D5')[1]).toMatch(/^\d+\.\d ms, \d+ a second$/)
  expect(seen(checks, 'D6')[0]).toMatch(/^\d+\.\d MB in use; the server does not tell what is free$/)
  expect(bytes).toBeGreaterThan(1_000_000)
  expect(Math.abs(Date.now() - now!.valueOf())).toBeLessThan(60_000)
})

test('a server newer than the programs for backups is told at once, and not in the night', async () => {
  const { checks } = await look('owner', 'site')
  expect(checks[0]).toMatchObject({ id: 'D1', result: 'warn', fix: expect.stringContaining('tools of its server') })
})

test('somebody who owns nothing, and an encoding that holds not every letter, are failures with what to do', async () => {
  const guest = await look('guest', 'site')
  expect(guest.checks.find(({ id }) => id === 'D3')).toMatchObject({
    result: 'fail',
    seen: 'owner: no, may make roles: no',
    fix: expect.stringContaining('OWNER TO guest'),
  })
  expect(results((await look('owner', 'latin')).checks)).toMatchObject({ D4: 'fail' })
})

test('a wrong password is one sentence, and a server out of reach a warning, since pods may reach it', async () => {
  expect((await look('owner', 'site', { password: 'wrong' })).checks).toMatchObject([
    { id: 'D1', result: 'fail', fix: expect.stringContaining('password authentication failed') },
  ])
  const { checks } = await look('owner', 'site', { at: '127.0.0.1:1' })
  expect(checks).toMatchObject([{ id: 'D1', result: 'warn', seen: 'not in reach from here' }])
})

test('a schema is what its migrations have made it, or it is told what is not; that of a newer release is read where it says so', async () => {
  await root`create database migrated owner owner`
  const url = `postgres://owner:harbour@${place}/migrated`
  await migrateDatabase(url)
  const own = postgres(url, { max: 1, onnotice: () => undefined })
  const schema = async () => (await look('owner', 'migrated')).checks.find(({ id }) => id === 'D7')
  try {
    expect(await schema()).toMatchObject({ result: 'pass', seen: expect.stringMatching(/^as \d{4}_\w+ has made it$/) })
    await own`create index by_hand on users (name)`
    expect(await schema()).toMatchObject({ result: 'fail', seen: 'changed by hand: table users' })
    await own`drop index by_hand`
    // Of a release after this one, which has left the schema so that this one reads it, and then has not.
    const newer = Date.now() + 1e12
    await own`insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', ${newer})`
    expect(await schema()).toMatchObject({ result: 'warn', fix: expect.stringContaining('rollback') })
    await own`update drizzle.fairlead_reader set oldest = ${newer}`
    expect(await schema()).toMatchObject({ result: 'fail', fix: expect.stringContaining('cannot read it') })
  } finally {
    await own.end()
  }
  await root`create database theirs owner owner`
  const other = postgres(`postgres://owner:harbour@${place}/theirs`, { max: 1 })
  await other`create table orders (id int)`
  await other.end()
  const { checks } = await look('owner', 'theirs')
  expect(checks.find(({ id }) => id === 'D7')).toMatchObject({
    result: 'warn',
    seen: expect.stringContaining('orders'),
  })
})

test('its certificate is seen as soon as it has one', async () => {
  const urlFile = join(home, 'certificate.url')
  writeFileSync(urlFile, `postgres://owner:harbour@${place}/site\n`)
  const external = { database: { external: { urlFile } } }
  await set('ssl', 'off')
  expect(await databaseCertificate(external)).toBeUndefined()
  await set('ssl', 'on')
  expect(await databaseCertificate(external)).toMatchObject({ of: 'the database' })
  await set('ssl', 'off')
})

test('a server that loses what was accepted when its host goes down is told so', async () => {
  await set('fsync', 'off')
  const { checks } = await look('owner', 'site')
  expect(seen(checks, 'D5')[1]).toBe('fsync is off')
  await set('fsync', 'on')
  await root`alter role owner set synchronous_commit = off`
  expect(seen((await look('owner', 'site')).checks, 'D5')[1]).toBe('synchronous_commit is off')
  await root`alter role owner reset synchronous_commit`
})

test('encryption counts where the certificate is checked; a stranger and a wrong name are refused', async () => {
  expect(await encryption('verify-full')).toMatchObject({ result: 'fail', seen: 'the server has none' })
  await set('ssl', 'on')
  expect(await encryption('require')).toMatchObject({
    result: 'warn',
    seen: expect.stringContaining('TLSv1.3, whoever'),
  })
  expect(await encryption('verify-full')).toMatchObject({ result: 'pass', seen: 'TLSv1.3, its certificate is checked' })
  expect(await encryption('verify-full', wrongCa)).toMatchObject({ result: 'fail', fix: expect.stringContaining('ca') })
  const otherName = place.replace('127.0.0.1', 'localhost')
  expect(await encryption('verify-full', undefined, otherName)).toMatchObject({
    result: 'fail',
    seen: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
})

async function encryption(sslmode: string, ca?: string, at = place): Promise<Check | undefined> {
  const { checks } = await look('owner', 'site', {
    at,
    query: `?sslmode=${sslmode}`,
    ...(ca === undefined ? {} : { ca }),
  })
  return checks.find(({ id }) => id === 'D2')
}

interface Way {
  password?: string
  at?: string
  query?: string
  ca?: string
}

async function look(user: string, database: string, way: Way = {}) {
  const { password = 'harbour', at = place, query = '', ca = join(home, 'ca.crt') } = way
  const urlFile = join(home, 'database.url')
  writeFileSync(urlFile, `postgres://${user}:${password}@${at}/${database}${query}\n`)
  return await checkDatabase({ ca: [ca] }, { database: { external: { urlFile } } })
}

/** Resolves when new connections see it. */
async function set(name: string, value: string): Promise<void> {
  await root.unsafe(`alter system set ${name} = ${value}`)
  await root`select pg_reload_conf()`
  for (;;) {
    const [row] = await root<{ value: string }[]>`select current_setting(${name}) as value`
    if (row?.value === value) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function results(checks: readonly Check[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { id, result } of checks) found[id] = found[id] === undefined ? result : `${found[id]} ${result}`
  return found
}

function seen(checks: readonly Check[], wanted: string): string[] {
  return checks.filter(({ id }) => id === wanted).map((check) => check.seen)
}
