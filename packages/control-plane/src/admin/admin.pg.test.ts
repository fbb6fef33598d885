import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'

const database = useDatabase('nothing')

function admin(...args: string[]) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url() }
  return spawnSync(process.execPath, [join(import.meta.dirname, '../admin.ts'), ...args], { encoding: 'utf8', env })
}

test('migrate makes the schema where there is none, and is harmless where it is there', async () => {
  const sql = postgres(database.url(), { max: 1, onnotice: () => undefined })
  for (let round = 1; round <= 2; round += 1) {
    expect(admin('migrate')).toMatchObject({ status: 0, stdout: 'the database has the schema of this version\n' })
  }
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from workloads`
  expect(row?.count).toBe(0)
  await sql.end()
})

test('before the first start there is nobody to give a token to, and one sentence says so', () => {
  expect(admin('token', '--name', 'x')).toMatchObject({
    status: 2,
    stdout: '',
    stderr: 'fairlead: there is no admin yet: start the control plane once\n',
  })
})

test('a command that does not exist, and a token for too long, are refused', () => {
  expect(admin('tokens')).toMatchObject({ status: 2, stdout: '' })
  expect(admin('token', '--minutes', '9999').stderr).toBe('fairlead: --minutes: between 1 and 1440\n')
})
