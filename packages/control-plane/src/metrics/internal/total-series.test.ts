import { expect, test } from 'vitest'
import type { Series } from '../schemas.ts'
import { totalSeries } from './total-series.ts'

const node = (key: string, metric: Series['metric'], points: [number, number][]): Series => ({
  kind: 'node',
  key,
  name: key,
  metric,
  points,
})

test('amounts of nodes add up, their percentages are averaged over those that have one, and the agent itself is left out', () => {
  const lines = totalSeries(
    [
      node('a', 'cpu', [
        [0, 1000],
        [15, 2000],
      ]),
      node('b', 'cpu', [[15, 500]]),
      node('a', 'gpu', [[15, 80]]),
      node('b', 'gpu', [[15, 40]]),
      { ...node('self', 'cpu', [[15, 9]]), kind: 'agent' },
    ],
    { id: 'c1', name: 'oslo' },
  )
  expect(lines).toEqual([
    {
      kind: 'cluster',
      key: 'c1',
      name: 'oslo',
      metric: 'cpu',
      points: [
        [0, 1000],
        [15, 2500],
      ],
    },
    { kind: 'cluster', key: 'c1', name: 'oslo', metric: 'gpu', points: [[15, 60]] },
  ])
})

test('a time at which nothing was measured stays a gap', () => {
  const [line] = totalSeries(
    [
      node('a', 'memory', [
        [0, 1],
        [60, 2],
      ]),
    ],
    { id: 'c1', name: 'oslo' },
  )
  expect(line?.points.map(([at]) => at)).toEqual([0, 60])
})
