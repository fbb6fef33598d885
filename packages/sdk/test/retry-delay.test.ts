import { expect, test } from 'vitest'
import { readRetryAfter, retryDelayMs } from '../src/http/retry-delay.ts'

test('delays are anywhere below a bound that doubles and ends at ten seconds', () => {
  const highest = [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => retryDelayMs(attempt, undefined, () => 1))
  expect(highest).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000])
  expect(retryDelayMs(5, undefined, () => 0)).toBe(0)
})

test('what the server asks for is waited at least, up to a minute', () => {
  expect(retryDelayMs(1, 3_000, () => 1)).toBe(3_000)
  expect(retryDelayMs(1, 3_600_000, () => 1)).toBe(60_000)
})

test('Retry-After is read as seconds and as a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(readRetryAfter('12', now)).toBe(12_000)
  expect(readRetryAfter('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5_000)
  expect(readRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)).toBe(0)
  expect(readRetryAfter('soon', now)).toBeUndefined()
  expect(readRetryAfter(null, now)).toBeUndefined()
})
