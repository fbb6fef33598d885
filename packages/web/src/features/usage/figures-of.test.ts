import { expect, test } from 'vitest'
import { averages, busyShare, wasted, type Usage } from './figures-of.ts'

const use = (allocated: number, measured: number, used: number | null) => ({ allocated, measured, used, overQuota: 0 })
const usage = (points: [string, ReturnType<typeof use>][]): Usage => ({
  from: '2026-11-20T00:00:00Z',
  to: '2026-11-22T12:00:00Z',
  bucket: 'day',
  currency: null,
  total: { gpu: use(0, 0, null), cpu: use(0, 0, null), cost: null, unpriced: 0 },
  lines: [],
  points: points.map(([at, gpu]) => ({ at, gpu, cpu: use(0, 0, null), cost: null, unpriced: 0 })),
  asOf: '2026-11-22T12:00:00Z',
})

test('what was not measured has no use, which is not the same as no use at all', () => {
  expect(busyShare(use(10, 0, null))).toBeUndefined()
  expect(wasted(use(10, 0, null))).toBeUndefined()
  expect(busyShare(use(10, 8, 0))).toBe(0)
  expect(wasted(use(10, 8, 2))).toBe(6)
})

test('a day in which nothing ran held nothing, and a day that is cut counts as far as it goes', () => {
  const { held, used } = averages(
    usage([
      ['2026-11-20T00:00:00Z', use(48, 24, 12)],
      ['2026-11-22T00:00:00Z', use(12, 0, null)],
    ]),
    'gpu',
  )
  expect(held.map(([, value]) => value)).toEqual([2, 0, 1])
  expect(used.map(([, value]) => value)).toEqual([1])
})
