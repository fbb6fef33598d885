import { expect, test } from 'vitest'
import { costAtTimeout, expectedCost } from './expected-cost.ts'

const HOUR_MS = 3_600_000
const hours = (...all: number[]) => all.map((hour) => hour * HOUR_MS)
const waits = { spent: 0, hourly: 8, elapsedMs: 0, timeoutMs: null }

test('what work may cost comes from how long work like it took, and from too little of it nothing is said', () => {
  const runtimesMs = hours(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
  expect(expectedCost({ ...waits, runtimesMs })).toEqual({ p50: 40, p90: 72, samples: 10 })
  expect(expectedCost({ ...waits, runtimesMs: hours(1, 2, 3, 4) })).toBeUndefined()
})

test('work that runs is held against those that lasted as long, and keeps what it has spent', () => {
  const runs = { spent: 100, hourly: 8, elapsedMs: 5.5 * HOUR_MS, timeoutMs: null }
  expect(expectedCost({ ...runs, runtimesMs: hours(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) })).toEqual({
    p50: 120,
    p90: 136,
    samples: 5,
  })
  expect(expectedCost({ ...runs, elapsedMs: 9 * HOUR_MS, runtimesMs: hours(8, 9, 10, 11, 12) })).toBeUndefined()
})

test('a time limit bounds it', () => {
  const runtimesMs = hours(1, 2, 3, 4, 5)
  expect(expectedCost({ ...waits, runtimesMs, timeoutMs: 2 * HOUR_MS })).toEqual({ p50: 16, p90: 16, samples: 5 })
  expect(costAtTimeout({ ...waits, timeoutMs: 2 * HOUR_MS })).toBe(16)
  expect(costAtTimeout({ ...waits, spent: 4, elapsedMs: HOUR_MS, timeoutMs: 2 * HOUR_MS })).toBe(12)
  expect(costAtTimeout(waits)).toBeNull()
})
