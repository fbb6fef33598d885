import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePath, keepNewest, printBackups, sendBackup } from './print-backup.ts'

let folder: string
const nameOf = (day: number) => `fairlead-202601${String(day).padStart(2, '0')}T013000Z.backup.age`
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-kept-'))
  for (const day of [9, 11, 10]) writeFileSync(join(folder, nameOf(day)), `of day ${day}`)
  for (const other of ['lost+found', 'notes.backup.age', `${nameOf(12)}.part`]) writeFileSync(join(folder, other), '')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('as many backups are kept as asked for, the newest ones, and files of others stay', () => {
  expect(keepNewest(folder, 2)).toBe(2)
  expect(readdirSync(folder).toSorted()).toEqual([
    nameOf(10),
    nameOf(11),
    `${nameOf(12)}.part`,
    'lost+found',
    'notes.backup.age',
  ])
  expect(keepNewest(folder, 7)).toBe(2)
})

test('two of the same second do not take each other’s place', async () => {
  const first = await freePath(folder)
  writeFileSync(first, 'one')
  const second = await freePath(folder)
  expect(second > first).toBe(true)
})

test('they are listed newest first, with size, moment and the room beside them; what is not whole is not', () => {
  const { backups, freeBytes, sizeBytes } = JSON.parse(printBackups(folder)) as Record<string, number> & {
    backups: object[]
  }
  expect(backups).toEqual(
    [11, 10, 9].map((day) => ({
      name: nameOf(day),
      bytes: `of day ${day}`.length,
      takenAt: `2026-01-${String(day).padStart(2, '0')}T01:30:00Z`,
    })),
  )
  expect(sizeBytes).toBeGreaterThan(freeBytes!)
})

test('one of them is sent by its name, and no other file by any', async () => {
  const out = new PassThrough()
  const [sent] = await Promise.all([text(out), sendBackup(folder, nameOf(10), out)])
  expect(sent).toBe('of day 10')
  for (const name of ['notes.backup.age', '../secret', `${nameOf(12)}.part`])
    await expect(sendBackup(folder, name, new PassThrough())).rejects.toThrow('there is no backup')
})
