import { expect, test } from 'vitest'
import { cluster, node, pool, queue, quota, workload } from '../../test/world.ts'
import { applyDeltas } from '../apply-deltas.ts'
import type { Delta } from '../delta.ts'
import { describeState } from '../describe-state.ts'
import { checkInvariants } from '../invariants/check-invariants.ts'
import { createState, type SchedulerState } from './state.ts'

function built(...deltas: (Delta | Delta[])[]): SchedulerState {
  const state = createState()
  applyDeltas(state, deltas.flat())
  return state
}

const run = { id: 'r1', clusterId: 'c1', nodeIds: ['n1'], startedAt: 5, stopping: false }

test('a state that forgot everything holds nothing: no ids, classes or labels stay behind', () => {
  const deltas: Delta[] = [
    cluster('c1'),
    pool('p1'),
    node('n1', 8, { labels: { zone: 'a' } }),
    queue('q', quota(1)),
    workload('w1', 'q', 1, { run }),
    workload('w2', 'q', 1, { nomination: { clusterId: 'c1', nodeIds: ['n1'] }, nodeSelector: { zone: 'a' } }),
  ]
  const state = built(deltas)
  for (const [of, id] of [
    ['workload', 'w1'],
    ['node', 'n1'],
    ['cluster', 'c1'],
    ['queue', 'q'],
    ['workload', 'w2'],
    ['pool', 'p1'],
  ] as const) {
    applyDeltas(state, [{ kind: 'remove', of, id }])
  }
  expect(describeState(state)).toEqual([])
  for (const { table } of [state.clusters, state.pools, state.queues, state.nodes, state.workloads]) {
    expect(table.index.size).toBe(0)
    expect(table.free.length).toBe(table.size)
  }
  expect([
    state.shapes.index.size,
    state.constraints.index.size,
    state.classes.byKey.size,
    state.nodes.byLabel.size,
  ]).toEqual([0, 0, 0, 0])
  expect(state.nodes.used.every((amount) => amount === 0)).toBe(true)
})

test('numbers of what was removed are used again', () => {
  const state = built(cluster('c1'), pool('p1'), queue('q', quota(1)))
  for (let i = 0; i < 1_000; i++) {
    applyDeltas(state, [workload(`w${i}`, 'q', 1, { run })])
    applyDeltas(state, [{ kind: 'remove', of: 'workload', id: `w${i}` }])
  }
  expect(state.workloads.table.size).toBe(1)
  expect(state.workloads.slab.end).toBe(1)
})

test('news of workloads that are not known says nothing', () => {
  const state = built(cluster('c1'))
  applyDeltas(state, [
    { kind: 'run', workloadId: 'ghost', run },
    { kind: 'nomination', workloadId: 'ghost', nomination: undefined },
    { kind: 'remove', of: 'workload', id: 'ghost' },
  ])
  expect(describeState(state)).toEqual([cluster('c1')])
})

test('a nomination ends with the run that it led to, in whatever order the two are told', () => {
  const nomination: Delta = { kind: 'nomination', workloadId: 'w', nomination: { clusterId: 'c1', nodeIds: ['n1'] } }
  const started: Delta = { kind: 'run', workloadId: 'w', run }
  const base = [cluster('c1'), node('n1', 8), queue('q', quota(1)), workload('w', 'q', 1)]
  expect(describeState(built(base, nomination, started))).toEqual(describeState(built(base, started, nomination)))
})

test('workloads come in the order of submission, however they arrive', () => {
  const state = built(
    queue('q', quota(1)),
    workload('b', 'q', 1, { submittedAt: 5 }),
    workload('d', 'q', 1, { submittedAt: 9 }),
  )
  applyDeltas(state, [
    workload('c', 'q', 1, { submittedAt: 5 }),
    workload('a', 'q', 1, { submittedAt: 7 }),
    workload('e', 'q', 1, { submittedAt: 1 }),
  ])
  applyDeltas(state, [{ kind: 'remove', of: 'workload', id: 'd' }, workload('d', 'q', 1, { submittedAt: 2 })])
  const { arrivals, table } = state.workloads
  const order = [...arrivals.list.subarray(0, arrivals.length)]
    .filter((workload) => workload >= 0)
    .map((workload) => table.ids[workload])
  expect(order).toEqual(['e', 'd', 'b', 'c', 'a'])
})

test('more resource names than there is room for are given room', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`example.com/r${i}`, i + 1]))
  const twice = Object.fromEntries(Object.entries(many).map(([name, amount]) => [name, 2 * amount]))
  const state = built(
    node('n1', 8),
    workload('w', 'q', 1, { run }),
    node('n2', 8, { allocatable: { cpu: 1, ...many } }),
    workload('v', 'q', 0, { requests: twice, run: { ...run, nodeIds: ['n2'] } }),
  )
  expect(checkInvariants(state).map(({ resource }) => resource)).toEqual(
    Array.from({ length: 20 }, (_, i) => `example.com/r${i}`),
  )
})

test('two workloads with one class key and different wishes are two classes', () => {
  const state = built(
    workload('a', 'q', 1, { classKey: 'same' }),
    workload('b', 'q', 2, { classKey: 'same' }),
    workload('c', 'q', 1, { classKey: 'same' }),
  )
  expect(state.classes.byKey.get('same')!.length).toBe(2)
})

test('the check of invariants names what is broken, and by how much', () => {
  const state = built(
    cluster('c1'),
    pool('p1'),
    node('n1', 2),
    node('n2', 8, { clusterId: 'c2' }),
    queue('d', quota(1, 2)),
    queue('q', quota(1), { parentId: 'd' }),
    workload('w', 'q', 1, { replicas: 3, preemptible: false, run: { ...run, nodeIds: ['n1', 'n1', 'n1'] } }),
    workload('v', 'q', 1, { replicas: 2, run: { ...run, nodeIds: ['n2'] } }),
    workload('x', 'q', 1, { nomination: { clusterId: 'c1', nodeIds: ['n1'] } }),
  )
  expect(checkInvariants(state).map(({ kind, subject, held, bound }) => [kind, subject, held, bound])).toEqual([
    ['overcommit', 'n1', 3_000, 2_000],
    ['nomination-overcommit', 'n1', 4_000, 2_000],
    ['limit', 'd', 5_000, 2_000],
    ['non-preemptible-over-quota', 'd', 3_000, 1_000],
    ['non-preemptible-over-quota', 'q', 3_000, 1_000],
    ['gang', 'v', undefined, undefined],
    ['gang', 'v', undefined, undefined],
  ])
})
