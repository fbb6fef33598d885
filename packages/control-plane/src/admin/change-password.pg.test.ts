import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { spawnSync } from 'node:child_process'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { embeddedPostgres } from '../db/embedded/embedded-postgres.ts'
import { scramVerifier } from '../db/scram-verifier.ts'
import { createLogger } from '../lib/logger.ts'

const [FIRST, SECOND, THIRD] = [
  'first-password-of-24-letters',
  'second-password-of-24-letters',
  'third-password-of-24-letters',
]
let home: string
let place: string
let log: string
let stop: () => Promise<void>
let admin: postgres.Sql

// A server of its own: the password of its superuser is changed.
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-password-'))
  chmodSync(home, 0o755)
  const server = await embeddedPostgres(join(home, 'data'), createLogger('silent'))
  await server.start()
  stop = async () => await server.stop()
  const { port, superuserPassword, dataDir } = JSON.parse(readFileSync(join(home, 'data/postgres.json'), 'utf8')) as {
    port: number
    superuserPassword: string
    dataDir: string
  }
  log = join(dirname(dataDir), 'postgres.log')
  place = `127.0.0.1:${port}/postgres`
  admin = open('fairlead_admin', superuserPassword)
  // As start-postgresql makes them: both have one password.
  await admin.unsafe(`create role fairlead login createrole password '${FIRST}'`)
  await admin.unsafe(`alter role fairlead_admin password '${FIRST}'`)
  await admin.unsafe(`alter system set log_statement = 'all'`)
  await admin`select pg_reload_conf()`
}, 300_000)
afterAll(async () => {
  await admin?.end()
  await stop?.()
  rmSync(home, { recursive: true, force: true })
})

test('the owner and the superuser get the new password, both or neither, and a second time nothing is changed', async () => {
  const open = await connected('fairlead', FIRST)
  expect(change({ current: FIRST, next: SECOND })).toMatchObject({ status: 0, stdout: '{"changed":true}\n' })
  for (const user of ['fairlead', 'fairlead_admin']) {
    expect(await lets(user, SECOND)).toBe(true)
    expect(await lets(user, FIRST)).toBe(false)
  }
  // Who is in stays in: what runs is not cut off.
  await open`select 1`
  await open.end()
  expect(change({ current: FIRST, next: SECOND })).toMatchObject({ status: 0, stdout: '{"changed":false}\n' })
  // Killed after every program was given the new one: it is the current one by then.
  expect(change({ current: SECOND, next: SECOND })).toMatchObject({ status: 0, stdout: '{"changed":false}\n' })
}, 300_000)

test('a password that nobody knows here is told, and neither is in the log of the server', async () => {
  const { status, stderr } = change({ current: FIRST, next: THIRD })
  expect(status).toBe(1)
  expect(stderr).toContain('somebody has changed it by hand')
  expect(await lets('fairlead', SECOND)).toBe(true)
  expect(change({ current: SECOND, next: `${THIRD}'` }).status).toBe(1)
  const [{ statements } = { statements: 0 }] = await admin<{ statements: number }[]>`
    select count(*)::int as statements from pg_authid where rolname in ('fairlead', 'fairlead_admin') and rolpassword like 'SCRAM-SHA-256$4096:%'`
  expect(statements).toBe(2)
  const said = readFileSync(log, 'utf8')
  expect(said).toMatch(/alter role "fairlead_admin" password/)
  for (const secret of [FIRST, SECOND, THIRD]) expect(said).not.toContain(secret)
}, 300_000)

test('what is kept of a password is what the server itself makes of it', async () => {
  await admin.unsafe(`create role judged login password '${THIRD}'`)
  const [row] = await admin<{ kept: string }[]>`select rolpassword as kept from pg_authid where rolname = 'judged'`
  const salt = Buffer.from(/:([^$]+)\$/.exec(row!.kept)![1]!, 'base64')
  expect(scramVerifier(THIRD, salt)).toBe(row!.kept)
})

function change(asked: { current: string; next: string }) {
  const bytes = Buffer.from(JSON.stringify(asked))
  const head = Buffer.alloc(4)
  head.writeUInt32BE(bytes.length)
  const env = { PATH: process.env['PATH'], DATABASE_URL: `postgres://fairlead:whatever@${place}` }
  const args = [join(import.meta.dirname, '../admin.ts'), 'database-password']
  const input = Buffer.concat([head, bytes, Buffer.alloc(4)])
  return spawnSync(process.execPath, args, { encoding: 'utf8', env, input })
}

function open(user: string, password: string): postgres.Sql {
  return postgres(`postgres://${user}:${password}@${place}`, { max: 1, onnotice: () => undefined })
}

async function connected(user: string, password: string): Promise<postgres.Sql> {
  const sql = open(user, password)
  await sql`select 1`
  return sql
}

async function lets(user: string, password: string): Promise<boolean> {
  const sql = open(user, password)
  try {
    await sql`select 1`
    return true
  } catch (error) {
    expect((error as { code?: string }).code).toBe('28P01')
    return false
  } finally {
    await sql.end()
  }
}
