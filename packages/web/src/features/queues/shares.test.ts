import { expect, test } from 'vitest'
import type { Workload } from '../workloads/phases.ts'
import { asTree, poolsByUse, shareOf, type Queue } from './shares.ts'
import { inQueueOrder, reasonCounts } from './waiting.ts'

const queue = (
  kind: 'department' | 'project',
  name: string,
  parentId: string | null,
  over: Partial<Queue> = {},
): Queue => ({
  queue: { kind, id: `id-${name}`, name, parentId },
  nodePool: { id: 'n', name: 'h100' },
  rank: 0,
  deserved: { gpu: 8000 },
  limit: { gpu: null },
  fairShare: {},
  allocated: {},
  allocatedNonPreemptible: {},
  requested: {},
  waiting: 0,
  running: 0,
  asOf: null,
  ...over,
})

test('projects stand under their department, and one whose department is not seen still stands', () => {
  const tree = asTree([
    queue('project', 'b', 'id-d'),
    queue('department', 'd', null),
    queue('project', 'a', 'id-d'),
    queue('project', 'lost', 'id-x'),
  ])
  expect(tree.map(({ queue: { queue: q }, depth }) => `${depth} ${q.name}`)).toEqual(['0 d', '1 a', '1 b', '0 lost'])
})

test('no bound is no bound, and what is not reported is zero', () => {
  expect(shareOf(queue('project', 'a', null), 'gpu')).toEqual({
    deserved: 8000,
    limit: null,
    fairShare: 0,
    allocated: 0,
    requested: 0,
  })
})

test('the busiest pool comes first', () => {
  const busy = queue('project', 'a', null, { nodePool: { id: 'm', name: 'zz' }, allocated: { gpu: 1 } })
  expect(poolsByUse([queue('project', 'b', null), busy], 'gpu').map(({ name }) => name)).toEqual(['zz', 'h100'])
})

const waiting = (id: string, project: string, priority: number, submittedAt: string, reason: string | null = null) =>
  ({
    id,
    priority,
    submittedAt,
    project: { id: project, name: project },
    nodePool: { id: 'n', name: 'h100' },
    status: { reason },
  }) as unknown as Workload

test('within a queue priority goes before age', () => {
  const order = inQueueOrder([
    waiting('1', 'b', 40, '2026-01-01T00:00:00Z'),
    waiting('2', 'a', 40, '2026-01-03T00:00:00Z'),
    waiting('3', 'a', 125, '2026-01-04T00:00:00Z'),
    waiting('4', 'a', 40, '2026-01-02T00:00:00Z'),
  ])
  expect(order.map(({ id, place, of }) => `${id}: ${place} of ${of}`)).toEqual([
    '3: 1 of 3',
    '4: 2 of 3',
    '2: 3 of 3',
    '1: 1 of 1',
  ])
})

test('reasons are counted, most first; what no round has looked at has none', () => {
  expect(
    reasonCounts([
      waiting('1', 'a', 1, '', 'FAIR_SHARE'),
      waiting('2', 'a', 1, '', 'NO_QUOTA'),
      waiting('3', 'a', 1, '', 'FAIR_SHARE'),
      waiting('4', 'a', 1, ''),
    ]),
  ).toEqual([
    { reason: 'FAIR_SHARE', count: 2 },
    { reason: 'NO_QUOTA', count: 1 },
  ])
})
