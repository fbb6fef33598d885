import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLogger } from '../../lib/logger.ts'
import { sleep } from '../../lib/sleep.ts'
import { embeddedPostgres } from './embedded-postgres.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'fairlead-embedded-'))
let server: Awaited<ReturnType<typeof embeddedPostgres>>
let sql: postgres.Sql

beforeAll(async () => {
  // Readable for the user that PostgreSQL runs as when we are root.
  chmodSync(dataDir, 0o755)
  server = await embeddedPostgres(dataDir, createLogger('silent'))
  await server.start()
  sql = postgres(server.url, { max: 1, backoff: () => 0.05, onnotice: () => undefined })
})
afterAll(async () => {
  await sql.end({ timeout: 1 })
  await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function answersAgain(): Promise<void> {
  for (;;) {
    const answer = await sql`select 1`.catch(() => undefined)
    if (answer) return
    await sleep(50)
  }
}

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy())
  return await new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

test('its port lies below those that systems lend to outgoing connections', () => {
  expect(Number(new URL(server.url).port)).toBeLessThan(32_768)
})

test('killed, it comes back at the same address', async () => {
  const before = server.pid()
  process.kill(before, 'SIGKILL')
  await answersAgain()
  expect(server.pid()).not.toBe(before)
})

test('killed while somebody takes its port, it waits for the port and does not move away from those who know it', async () => {
  const port = Number(new URL(server.url).port)
  process.kill(server.pid(), 'SIGKILL')
  let squatter = await listenOn(port)
  while (!squatter) squatter = await listenOn(port)
  await sleep(1_000)
  squatter.close()
  await answersAgain()
  expect(Number(new URL(server.url).port)).toBe(port)
})
