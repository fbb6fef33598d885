import { expect, test } from 'vitest'
import { formatAge, formatDuration, formatExact, formatRelative, isZone } from './time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

test('a span shows its two largest units', () => {
  expect(formatDuration(0)).toBe('0s')
  expect(formatDuration(45_000)).toBe('45s')
  expect(formatDuration(12 * MINUTE + 5000)).toBe('12m 5s')
  expect(formatDuration(3 * HOUR + 12 * MINUTE)).toBe('3h 12m')
  expect(formatDuration(52 * HOUR)).toBe('2d 4h')
  expect(formatDuration(2 * HOUR)).toBe('2h')
  expect(formatDuration(null)).toBe('—')
})

test('a clock that is a little ahead never puts what happened into the future', () => {
  const now = Date.now()
  expect(formatAge(now + 3000, now)).toBe('just now')
  expect(formatRelative(now + 6000, now), 'the clock lags behind').toBe('just now')
  expect(formatRelative(now + 15 * MINUTE, now)).toBe('in 15m')
  expect(formatRelative(now - 90_000, now)).toBe('1m ago')
})

test('an exact time is in the zone that was chosen, and names it', () => {
  const at = Date.parse('2026-11-21T22:37:15Z')
  expect(formatExact(at, 'UTC')).toBe('21 Nov 2026, 22:37:15 UTC')
  expect(formatExact(at, 'Asia/Tokyo')).toContain('22 Nov 2026, 07:37:15')
  expect(isZone('Europe/Lisbon')).toBe(true)
  expect(isZone('Middle/Earth')).toBe(false)
})
