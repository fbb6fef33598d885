import { expect, test } from 'vitest'
import { oldSince } from './old-since.ts'

const answer = (dataUpdatedAt: number, isError = false) => ({ data: {}, isError, dataUpdatedAt })

test('what is read in turns is old after three of them, and what failed since is old at once', () => {
  expect(oldSince([answer(1000)], 500, 2500)).toBeUndefined()
  expect(oldSince([answer(1000)], 500, 2501)).toBe(1000)
  expect(oldSince([answer(1000)], undefined, 1e9)).toBeUndefined()
  expect(oldSince([answer(900, true), answer(1000)], undefined, 1000)).toBe(900)
})

test('what was never read has no age', () => {
  expect(oldSince([{ data: undefined, isError: true, dataUpdatedAt: 0 }], 500, 1e9)).toBeUndefined()
})
