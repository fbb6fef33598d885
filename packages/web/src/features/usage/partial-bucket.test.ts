import { expect, test } from 'vitest'
import { partialUntil } from './partial-bucket.ts'

const usage = (bucket: 'hour' | 'day' | 'week', last: string, to: string, asOf = to) =>
  ({ bucket, points: [{ at: last }], to, asOf }) as unknown as Parameters<typeof partialUntil>[0]

test('the day of today is partial until now, and one that is over is not', () => {
  const now = '2026-11-22T14:05:00Z'
  expect(partialUntil(usage('day', '2026-11-22T00:00:00Z', now), 'UTC')).toBe(Date.parse(now))
  expect(partialUntil(usage('day', '2026-11-21T00:00:00Z', now), 'UTC')).toBeUndefined()
  expect(partialUntil(usage('hour', '2026-11-22T14:00:00Z', now), 'UTC')).toBe(Date.parse(now))
  expect(partialUntil(usage('week', '2026-11-16T00:00:00Z', now), 'UTC')).toBe(Date.parse(now))
  const late = '2026-11-22T23:40:00Z'
  expect(partialUntil(usage('day', '2026-11-22T00:00:00Z', late), 'UTC')).toBe(Date.parse(late))
})

test('a range that ended before now has no partial end: somebody chose it so', () => {
  expect(
    partialUntil(usage('day', '2026-11-20T00:00:00Z', '2026-11-20T12:00:00Z', '2026-11-22T14:05:00Z'), 'UTC'),
  ).toBe(undefined)
})

test('a day in which clocks change is over when it is', () => {
  // 23 hours long, and over; 25 hours long, and not.
  const zone = 'Europe/Berlin'
  expect(partialUntil(usage('day', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'), zone)).toBeUndefined()
  const late = '2026-10-25T22:30:00Z'
  expect(partialUntil(usage('day', '2026-10-24T22:00:00Z', late), zone)).toBe(Date.parse(late))
})

test('without anything that ran nothing is partial', () => {
  const none = { bucket: 'day', points: [], to: '2026-11-22T14:05:00Z', asOf: '2026-11-22T14:05:00Z' } as const
  expect(partialUntil(none as unknown as Parameters<typeof partialUntil>[0], 'UTC')).toBeUndefined()
})
