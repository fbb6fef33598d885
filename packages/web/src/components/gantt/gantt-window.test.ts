import fc from 'fast-check'
import { expect, test } from 'vitest'
import { panWindow, ticksOf, windowBetween, zoomWindow } from './gantt-window.ts'

const MINUTE = 60_000
const BOUNDS = { from: 0, until: 1000 * MINUTE, least: MINUTE }
const window = fc
  .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 100 }))
  .map(([from, span]) => ({ from: from * MINUTE, until: (from + span) * MINUTE }))

test('what is under the pointer stays there while one looks closer', () => {
  const closer = zoomWindow({ from: 100 * MINUTE, until: 200 * MINUTE }, 0.5, 125 * MINUTE, BOUNDS)
  expect(closer).toEqual({ from: 112.5 * MINUTE, until: 162.5 * MINUTE })
})

test('no zoom and no step leads out of the bounds, and none ends in a window too short to read', () => {
  fc.assert(
    fc.property(
      window,
      fc.double({ min: 0.001, max: 1000, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (before, factor, share) => {
        for (const { from, until } of [
          zoomWindow(before, factor, before.from + (before.until - before.from) * share, BOUNDS),
          panWindow(before, factor * (share < 0.5 ? -1 : 1), BOUNDS),
        ]) {
          expect(from).toBeGreaterThanOrEqual(BOUNDS.from)
          expect(until).toBeLessThanOrEqual(BOUNDS.until + 1e-6)
          expect(until - from).toBeGreaterThanOrEqual(BOUNDS.least - 1e-6)
        }
      },
    ),
    { seed: 11 },
  )
})

test('a stretch is the same whichever end it was drawn from, and a very short one is made readable', () => {
  expect(windowBetween(30 * MINUTE, 20 * MINUTE, BOUNDS)).toEqual({ from: 20 * MINUTE, until: 30 * MINUTE })
  expect(windowBetween(MINUTE, MINUTE + 2, BOUNDS).until - windowBetween(MINUTE, MINUTE + 2, BOUNDS).from).toBe(MINUTE)
})

test('marks stand at round times, and never too many', () => {
  expect(ticksOf({ from: 61 * MINUTE, until: 121 * MINUTE }, 6)).toEqual(
    [70, 80, 90, 100, 110, 120].map((m) => m * MINUTE),
  )
  fc.assert(
    fc.property(window, (wanted) => {
      expect(ticksOf(wanted, 6).length).toBeLessThanOrEqual(6)
      expect(ticksOf(wanted, 6).every((at) => at >= wanted.from && at < wanted.until)).toBe(true)
    }),
    { seed: 3 },
  )
})
