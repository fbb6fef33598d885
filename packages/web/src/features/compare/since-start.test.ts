import { expect, test } from 'vitest'
import { sinceStart } from './since-start.ts'

const series = (key: string, points: [number, number][], metric: 'gpu' | 'cpu' = 'gpu') => ({
  kind: 'run' as const,
  key,
  name: 'a',
  metric,
  points,
})

test('runs of a workload become one line from its first begin on, whatever the clock said', () => {
  const all = [
    series('second', [[1_000_600, 50]]),
    series('first', [
      [1_000_000, 10],
      [1_000_015, 20],
    ]),
    series('first', [[1_000_000, 900]], 'cpu'),
  ]
  expect(sinceStart(all, 'gpu', 1_000_000_000)).toEqual([
    [0, 10],
    [15, 20],
    [600, 50],
  ])
  expect(sinceStart(all, 'gpu', 1_000_010_000)).toEqual([
    [5, 20],
    [590, 50],
  ])
  expect(sinceStart(all, 'memory', 0)).toEqual([])
})
