import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { ROOT, startChild, until } from '../../tools/processes/child.ts'
import { freePort } from '../../tools/processes/free-port.ts'
import { runProgram, type Said } from '../support/cli.ts'

const BOOTSTRAP = join(ROOT, 'tools/bootstrap.mjs')

let home: string
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fairlead-start-'))
  // Readable for the user that PostgreSQL runs as when we are root.
  chmodSync(home, 0o755)
})
test.afterEach(() => rmSync(home, { recursive: true, force: true }))

test('the tour happens as told, and a second start keeps what the first one left', async () => {
  const first = await npmStart('--once')
  expect(first, first.err).toMatchObject({ code: 0 })
  expect(first.out).toMatch(/Sign in \(once, within 24 hours\): http\S+\/setup#\S+/)
  expect(first.out).toMatch(/loss/)
  expect(first.out).toMatch(/4 replicas run on (atlas|borealis)/)
  expect(first.out).toMatch(/borrowed runs were preempted for rank-/)
  expect(first.out).toMatch(/everything happened as told/)

  const second = startChild({
    name: 'npm start',
    command: process.execPath,
    args: [BOOTSTRAP, 'start', '--no-tour', '--port', String(await freePort())],
    env: { ...process.env, FAIRLEAD_DATA_DIR: home },
    logFile: join(home, 'second.log'),
  })
  try {
    await until(
      'the second start is up',
      () => (second.output().includes('until Ctrl-C') ? true : second.exitCode() === undefined ? undefined : true),
      60_000,
    )
    // On another port: the clusters find their control plane there.
    expect(second.output()).toMatch(/✓ borealis/)
    expect(second.output()).toContain('Everything stays up until Ctrl-C.')
    const { sql, end } = openDatabase('demo')
    const [left] = await sql<{ projects: number; jobs: number; clusters: number }[]>`
      select (select count(*)::int from projects) as projects, (select count(*)::int from workloads) as jobs,
             (select count(*)::int from clusters) as clusters`
    await end()
    expect(left?.projects).toBe(4)
    expect(left?.clusters).toBe(3)
    expect(left?.jobs).toBeGreaterThan(50)
  } finally {
    expect(await second.stop(30_000)).toBe(0)
  }
})

test('--empty starts with nothing in it, and a database that only newer versions understand is refused in one sentence', async () => {
  const started = await npmStart('--empty', '--once')
  expect(started, started.err).toMatchObject({ code: 0 })
  expect(started.out).toContain('Nothing is in it yet')
  expect(existsSync(join(home, 'demo'))).toBe(false)

  await whileUp(['--empty'], async () => {
    const { sql, end } = openDatabase('empty')
    const [left] = await sql<{ rows: number }[]>`
      select (select count(*) from projects) + (select count(*) from clusters) + (select count(*) from workloads) as rows`
    expect(Number(left?.rows)).toBe(0)
    const later = Date.now() * 2
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of-a-newer-version', ${later})`
    await sql`update drizzle.fairlead_reader set oldest = ${later}`
    await end()
  })
  expectOneSentence(await npmStart('--empty', '--once'), /migrated by a newer version of Fairlead/)
})

test('a port that is taken is one sentence', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  try {
    expectOneSentence(await npmStart('--once', '--port', String(port)), new RegExp(`port ${port} .*(in use|taken)`))
  } finally {
    server.close()
  }
})

test('a folder that cannot be written to is one sentence', async () => {
  const env = { FAIRLEAD_DATA_DIR: '/dev/null/fairlead' }
  expectOneSentence(await runProgram(BOOTSTRAP, ['start', '--once'], env), /cannot write to \/dev\/null\/fairlead/)

  // The clone itself, for somebody who may only read it.
  const clone = join(home, 'clone')
  mkdirSync(join(clone, 'tools'), { recursive: true })
  for (const file of ['package.json', 'tools/bootstrap.mjs']) cpSync(join(ROOT, file), join(clone, file))
  chmodSync(clone, 0o555)
  // Root may write everywhere unless this right is taken away.
  const mortal = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override'] : []
  const refused = await runProgram(join(clone, 'tools/bootstrap.mjs'), ['start'], {}, mortal)
  chmodSync(clone, 0o755)
  expectOneSentence(refused, /no permission to write to .*clone/)
})

test('a Node that is too old is one sentence, before anything is installed', async () => {
  const old = join(home, 'old-node.mjs')
  // The real file, told that it runs on an old Node.
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '18.20.4' })`
  writeFileSync(
    old,
    `${pretend}\nprocess.argv = [process.argv[0], ${JSON.stringify(BOOTSTRAP)}, 'start']\nawait import(${JSON.stringify(BOOTSTRAP)})\n`,
  )
  expectOneSentence(await runProgram(old, []), /this is Node 18\.20\.4, and Fairlead starts with Node 20 or newer/)
})

test('an option that does not exist is one sentence', async () => {
  expectOneSentence(await npmStart('--onec'), /--onec/)
})

async function npmStart(...args: string[]): Promise<Said> {
  const port = args.includes('--port') ? [] : ['--port', String(await freePort())]
  return await runProgram(BOOTSTRAP, ['start', ...args, ...port], { FAIRLEAD_DATA_DIR: home })
}

async function whileUp(args: string[], work: () => Promise<void>): Promise<void> {
  const child = startChild({
    name: 'npm start',
    command: process.execPath,
    args: [BOOTSTRAP, 'start', ...args, '--port', String(await freePort())],
    env: { ...process.env, FAIRLEAD_DATA_DIR: home },
    logFile: join(home, 'up.log'),
  })
  try {
    await until('it is up', () => (child.output().includes('until Ctrl-C') ? true : undefined), 60_000)
    await work()
  } finally {
    await child.stop(30_000)
  }
}

/** The embedded database of a start, as its superuser: the owner of the tables is bound by row-level security. */
function openDatabase(name: 'demo' | 'empty') {
  const { port, superuserPassword } = JSON.parse(readFileSync(join(home, name, 'postgres.json'), 'utf8')) as {
    port: number
    superuserPassword: string
  }
  const sql = postgres({
    host: '127.0.0.1',
    port,
    username: 'fairlead_admin',
    password: superuserPassword,
    database: 'fairlead',
    max: 1,
  })
  return { sql, end: () => sql.end({ timeout: 2 }) }
}

/** Exit code 2, and nothing but one line that says what is wrong. */
function expectOneSentence(said: Said, sentence: RegExp): void {
  expect(said, said.err).toMatchObject({ code: 2 })
  const lines = said.err
    .split('\n')
    .filter((line) => line !== '' && !line.includes('console') && !line.startsWith('fairlead: install'))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(sentence)
}
