import { Readable } from 'node:stream'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../test/database.ts'
import { readContents } from './database-contents.ts'
import { differences } from './differences.ts'
import { readFrames } from './framed.ts'
import { restoreDump } from './restore-dump.ts'
import { schemaState } from './schema-state.ts'

const database = useDatabase()
const twin = useDatabase()
let sql: postgres.Sql
let other: postgres.Sql
beforeAll(() => {
  sql = postgres(database.url(), { max: 1, onnotice: () => undefined })
  other = postgres(twin.url(), { max: 1, onnotice: () => undefined })
})
afterAll(() => Promise.all([sql.end(), other.end()]))

test('two databases with the same rows hold the same, whatever order the rows are in, and one changed value is seen', async () => {
  const names = ['alpha', 'beta', 'gamma']
  for (const name of names)
    await sql`insert into server_keys (name, secret, created_at) values (${name}, ${Buffer.from(name)}, '2026-01-01')`
  for (const name of names.toReversed())
    await other`insert into server_keys (name, secret, created_at) values (${name}, ${Buffer.from(name)}, '2026-01-01')`
  const strip = (contents: Awaited<ReturnType<typeof readContents>>) =>
    contents.tables.filter(({ table }) => table === 'public.server_keys')
  const [mine, theirs] = [await readContents(sql), await readContents(other)]
  expect(strip(mine)).toEqual(strip(theirs))
  expect(differences(mine, theirs)).toEqual([])
  await other`update server_keys set secret = ${Buffer.from('x')} where name = 'beta'`
  expect(differences(mine, await readContents(other))).toEqual(['public.server_keys: other rows'])
  await other`delete from server_keys where name = 'beta'`
  expect(differences(mine, await readContents(other))).toEqual(['public.server_keys: 2 rows in place of 3'])
})

test('a restore writes over nothing', async () => {
  await expect(restoreDump(database.url(), Readable.from([]), false)).rejects.toThrow('is not empty')
})

test('a migrated database has no drift, nothing to come and a way back; a hand in it is seen', async () => {
  expect(await schemaState(sql)).toMatchObject({ drift: [], pending: [], wayBack: true })
  await sql`alter table users add column by_hand text`
  expect(await schemaState(sql)).toMatchObject({ drift: ['table users'], pending: [] })
})

test('frames come out as they went in, and a stream that is cut off is not taken for one that has ended', async () => {
  const frame = (text: string) => {
    const bytes = Buffer.from(text)
    const head = Buffer.alloc(4)
    head.writeUInt32BE(bytes.length)
    return Buffer.concat([head, bytes])
  }
  const whole = Buffer.concat([frame('first'), frame('second'), Buffer.alloc(4)])
  const read = async (bytes: Buffer, step: number) => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / step) }, (_, at) =>
      bytes.subarray(at * step, (at + 1) * step),
    )
    const chunks: Buffer[] = []
    for await (const chunk of readFrames(Readable.from(pieces))) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }
  for (const step of [1, 3, 7, 100]) expect(await read(whole, step)).toBe('firstsecond')
  await expect(read(whole.subarray(0, -4), 5)).rejects.toThrow('cut off')
  await expect(read(whole.subarray(0, 12), 5)).rejects.toThrow('cut off')
})
