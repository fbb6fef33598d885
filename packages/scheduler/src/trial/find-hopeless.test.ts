import { expect, test } from 'vitest'
import { cluster, node, NOW, pool, queue, quota, workload, workloads } from '../../test/world.ts'
import { createEmptyWorld, findHopeless } from '../index.ts'

const empty = createEmptyWorld([
  cluster('c1', { connected: false, paused: true }),
  pool('p1'),
  node('n1', 8, { schedulable: false, labels: { zone: 'a' } }),
  queue('a', quota(4, 6)),
  ...workloads(9, 'w', 'a', 1),
])

test('what may start one day is not called hopeless, however full and closed the clusters are', () => {
  expect(findHopeless(empty, workload('x', 'a', 6), NOW)).toBeUndefined()
  const avoid = [{ clusterId: 'c1', until: NOW + 1_000 }]
  expect(findHopeless(empty, workload('x', 'a', 1, { avoid }), NOW)).toBeUndefined()
})

test('what can never start is told at once, with numbers', () => {
  const reasonOf = (change: Partial<Parameters<typeof workload>[3]>, gpu = 1) =>
    findHopeless(empty, workload('x', 'a', gpu, change), NOW)?.reason
  expect(reasonOf({}, 16)).toBe('OVER_LIMIT')
  expect(reasonOf({ requests: { cpu: 65_000 } })).toBe('TOO_LARGE')
  expect(reasonOf({ nodeSelector: { zone: 'b' } })).toBe('NO_MATCHING_NODE')
  expect(reasonOf({ preemptible: false }, 5)).toBe('NO_QUOTA')
  expect(reasonOf({ clusterIds: ['c2'] })).toBe('NO_MATCHING_NODE')
  expect(findHopeless(empty, workload('x', 'a', 16), NOW)?.message).toContain('at most 6')
})
