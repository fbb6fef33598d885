import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Admin } from './life-place.ts'
import { takeBackup } from './take-backup.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-take-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Programs of a release, as far as they tell what they can do. Keeps what they were asked and sent. */
function programs(help: string): { admin: Admin; asked: string[][]; sent: () => string } {
  const asked: string[][] = []
  let sent = ''
  const admin: Admin = async (args, streams) => {
    asked.push([...args])
    if (args[0] === '--help') return help
    if (streams?.input !== undefined) sent = await text(Readable.from(streams.input))
    streams?.output?.write('a backup')
    return ''
  }
  return { admin, asked, sent: () => sent }
}

const take = (admin: Admin, signingKey: string | undefined) =>
  takeBackup(
    { admin, siteFolder: '/site' },
    { recipient: 'age1x', signingKey, version: '1.0.0' },
    join(folder, 'x'),
    () => undefined,
  )

test('the half that signs is sent by standard input, and stands on no command line', async () => {
  const { admin, asked, sent } = programs('backup [--sign]: signed by')
  expect(await take(admin, 'the key')).toEqual({ bytes: 8, signed: true })
  expect(asked.at(-1)).toContain('--sign')
  expect(JSON.stringify(asked)).not.toContain('the key')
  expect(sent()).toBe('the key')
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('a backup')
  expect(existsSync(join(folder, 'x.part'))).toBe(false)
})

test('programs of a release that does not sign, and a site without a key that does, make a backup as before', async () => {
  const older = programs('backup --recipient age1...')
  expect(await take(older.admin, 'the key')).toEqual({ bytes: 8, signed: false })
  expect(older.asked.at(-1)).toEqual(['backup', '--recipient', 'age1x', '--release', '1.0.0', '--site', '/site'])
  expect(older.sent()).toBe('')
  const own = programs('backup [--sign]: signed by')
  expect(await take(own.admin, undefined)).toEqual({ bytes: 8, signed: false })
  expect(own.asked).toHaveLength(1)
})
