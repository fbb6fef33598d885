import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'
import { createLogger, type Logger } from '../lib/logger.ts'
import { waitForDatabase } from './wait-for-database.ts'

const database = useDatabase()
const log = createLogger('silent')
const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing) close()
})

/** A port of loopback where nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('a database that is there is used at once', async () => {
  await waitForDatabase(database.url(), { waitMs: 0, log })
})

test('a database that cannot be reached is named by host and port, without its password', async () => {
  const port = await freePort()
  const url = `postgres://fairlead:canary-word@127.0.0.1:${port}/fairlead`
  const refusal = await waitForDatabase(url, { waitMs: 0, log }).catch((error: unknown) => error as Error)
  expect(refusal).toMatchObject({
    name: 'ConfigError',
    message: `the database at 127.0.0.1:${port} cannot be used: nothing listens there (DATABASE_URL)`,
  })
})

test('a wrong name of a database is told at once, however long it would wait', async () => {
  const url = new URL(database.url())
  url.pathname = '/not-there'
  await expect(waitForDatabase(url.href, { waitMs: 3_600_000, log })).rejects.toThrow('it has no database of that name')
})

test('what is no URL is told without being repeated', async () => {
  const refusal = await waitForDatabase('postgres://a:canary-word@[', { waitMs: 0, log }).catch(
    (error: unknown) => error as Error,
  )
  expect(refusal).toMatchObject({ name: 'ConfigError' })
  expect((refusal as Error).message).not.toContain('canary-word')
})

test('a database that starts later is waited for', async () => {
  const real = new URL(database.url())
  const port = await freePort()
  const away = new URL(real)
  away.host = `127.0.0.1:${port}`
  const told = Promise.withResolvers<void>()
  const telling = { ...log, warn: () => told.resolve() } as unknown as Logger
  const waiting = waitForDatabase(away.href, { waitMs: 60_000, log: telling })
  await told.promise
  const server = createServer((socket) => {
    const upstream = connect(Number(real.port), real.hostname)
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
    socket.pipe(upstream).pipe(socket)
  })
  server.listen(port, '127.0.0.1')
  closing.push(() => server.close())
  await waiting
})

test('a control plane without its database ends with 2 and one sentence', async () => {
  const port = await freePort()
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: `postgres://fairlead:canary-word@127.0.0.1:${port}/fairlead`,
      FAIRLEAD_DATABASE_WAIT_MS: '0',
      FAIRLEAD_PORT: '0',
      FAIRLEAD_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  child.stderr.on('data', (part: Buffer) => (text += part.toString()))
  const [code] = (await once(child, 'close')) as [number]
  expect([code, text]).toEqual([
    2,
    `fairlead: the database at 127.0.0.1:${port} cannot be used: nothing listens there (DATABASE_URL)\n`,
  ])
})
