import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { MUTATIONS } from './all.ts'
import { mutatedSource } from './find-mutation.ts'

test('every mutation still finds the guard that it breaks', () => {
  const obstacles = MUTATIONS.map((mutation) => mutatedSource(mutation)).filter((made) => 'obstacle' in made)
  expect(obstacles).toEqual([])
})

test('every mutation has a name of its own, and the record says which test caught it', () => {
  const names = MUTATIONS.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const record = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8')
  expect(names.filter((name) => !record.includes(`| ${name} |`))).toEqual([])
})
