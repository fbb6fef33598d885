import { expect, test } from 'vitest'
import { alignSeries } from './align-series.ts'

test('a gap is a gap: never a line, never a zero', () => {
  const [times, values] = alignSeries(
    [
      {
        label: 'a',
        points: [
          [0, 5],
          [15, 6],
          [300, 7],
        ],
      },
    ],
    60,
  )
  const inGap = times.findIndex((at) => at > 15 && at < 300)
  expect(inGap).toBeGreaterThan(-1)
  expect(values?.[inGap]).toBeNull()
  expect(values).not.toContain(0)
})

test('lines that are sampled at other times do not fall apart', () => {
  const [times, a] = alignSeries(
    [
      {
        label: 'a',
        points: [
          [0, 0],
          [20, 20],
        ],
      },
      { label: 'b', points: [[10, 1]] },
    ],
    60,
  )
  expect(times).toEqual([0, 10, 20])
  expect(a).toEqual([0, 10, 20])
})

test('nothing measured is nothing to draw', () => {
  expect(alignSeries([{ label: 'a', points: [] }], 60)).toEqual([[], []])
})
