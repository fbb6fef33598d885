import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { sleep } from '../lib/sleep.ts'
import { useDatabase } from '../../test/database.ts'

const database = useDatabase()
const pools: postgres.Sql[] = []
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end({ timeout: 1 })))
})

function pool(): postgres.Sql {
  const opened = postgres(database.url(), { max: 1, backoff: () => 0.01, onnotice: () => undefined })
  pools.push(opened)
  return opened
}

async function terminate(pid: number): Promise<void> {
  const other = pool()
  await other`select pg_terminate_backend(${pid})`
}

/** Asks until the pool has noticed that its connection is gone. A pool that lost its only place never answers. */
async function pidOf(sql: postgres.Sql): Promise<number> {
  for (;;) {
    const rows = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`.catch(() => [])
    await sleep(5)
    if (rows[0]) return rows[0].pid
  }
}

test('a transaction whose connection is lost fails, and its place in the pool serves again', async () => {
  const sql = pool()
  for (let round = 0; round < 20; round += 1) {
    const outcome = sql.begin(async (tx) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
      await terminate(row?.pid ?? 0)
      // The library sends a rollback after this, on a socket that is no longer there.
      await tx`select 1`
    })
    await expect(outcome).rejects.toThrow()
    expect(await pidOf(sql)).toBeGreaterThan(0)
  }
})

test('a query that is written while its connection goes is answered, with an error or a result', async () => {
  const sql = pool()
  for (let round = 0; round < 20; round += 1) {
    const pid = await pidOf(sql)
    const answers = Promise.allSettled(Array.from({ length: 20 }, (_, index) => sql`select ${index}::int`))
    await terminate(pid)
    expect((await answers).length).toBe(20)
  }
  expect(await pidOf(sql)).toBeGreaterThan(0)
})
