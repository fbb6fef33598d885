import { expect, test } from 'vitest'
import { startSpan } from './starts.tsx'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const after = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

test('an estimate is a span that claims no more than it knows', () => {
  expect(startSpan({ p50: after(5.2), p90: after(130) }, NOW)).toBe('5m – 2h')
  expect(startSpan({ p50: after(125), p90: after(170) }, NOW)).toBe('in 2h')
  expect(startSpan({ p50: after(-3), p90: after(9) }, NOW)).toBe('now – 9m')
  expect(startSpan({ p50: after(-3), p90: after(-1) }, NOW)).toBe('any moment')
  expect(startSpan({ p50: after(60), p90: null }, NOW)).toBe('1h or later')
  expect(startSpan({ p50: null, p90: null }, NOW)).toBe('not soon')
})
