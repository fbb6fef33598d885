import { expect, test } from 'vitest'
import { checkInvariants, type WorkloadUpsert } from '../index.ts'
import {
  cluster,
  gpus,
  node,
  plan,
  pool,
  queue,
  quota,
  settle,
  step,
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'

const open = [cluster('c1'), pool('p1', { topology: ['rack'] })]

function elastic(
  id: string,
  queueId: string,
  min: number,
  max: number,
  change: Partial<WorkloadUpsert> = {},
): WorkloadUpsert {
  return workload(id, queueId, 1, { replicasMin: min, replicas: max, ...change })
}

function sizes(w: World): Record<string, number> {
  return Object.fromEntries(plan(w).assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds.length]))
}

test('an elastic gang starts with as many replicas as there is room for, and its queue is charged for those', () => {
  const w = world(open, queue('a', quota(null)), [node('n1', 4), node('n2', 3)], elastic('w', 'a', 2, 16))
  expect(sizes(w)).toEqual({ w: 7 })
  step(w)
  expect(plan(w).standings[0]!.allocated['gpu']).toBe(gpus(7))
  expect(checkInvariants(w.state)).toEqual([])
})

test('with room for all it starts with all, and with room for less than its fewest it waits', () => {
  const base = [...open, queue('a', quota(null)), node('n1', 4)]
  expect(sizes(world(base, elastic('w', 'a', 1, 4)))).toEqual({ w: 4 })
  const w = world(base, elastic('w', 'a', 5, 8))
  expect(sizes(w)).toEqual({})
  expect([...plan(w).waits.values()][0]!.message).toContain('5')
})

test('a limit, a quota or a limit on its user makes it start smaller, or not at all below its fewest', () => {
  const base = [...open, node('n1', 8), node('n2', 8)]
  expect(sizes(world(base, queue('a', quota(null, 5)), elastic('w', 'a', 2, 16)))).toEqual({ w: 5 })
  expect(sizes(world(base, queue('a', quota(null, 5)), elastic('w', 'a', 6, 16)))).toEqual({})
  expect(sizes(world(base, queue('a', quota(3)), elastic('w', 'a', 2, 16, { preemptible: false })))).toEqual({ w: 3 })
  const limited = queue('a', quota(null))
  const pools = { p1: { ...limited.pools['p1']!, userLimits: { gpu: gpus(4) } } }
  const w = world(
    base,
    { ...limited, pools },
    workload('x', 'a', 1, { userId: 'u', submittedAt: 0 }),
    elastic('w', 'a', 2, 16, { userId: 'u' }),
  )
  expect(sizes(w)).toEqual({ x: 1, w: 3 })
})

test('it stays inside what its queue is owed while others want the rest, so that it is not taken back as a whole', () => {
  const w = world(open, [queue('a', quota(4)), queue('b', quota(4))], node('n1', 8))
  tell(w, elastic('w', 'a', 2, 8), workloads(4, 'other', 'b', 1))
  settle(w)
  expect(w.runs.get('w')!.nodeIds.length).toBe(4)
  expect(w.preemptions).toBe(0)
  expect(
    sizes(world(open, [queue('a', quota(4)), queue('b', quota(4))], node('n1', 8), elastic('w', 'a', 2, 8))),
  ).toEqual({ w: 8 })
})

test('others are preempted for its fewest replicas alone; what is free joins in', () => {
  const w = world(open, [queue('a', quota(8)), queue('b', quota(0))], [node('n1', 4), node('n2', 4)])
  tell(w, workloads(8, 'old', 'b', 1))
  settle(w)
  tell(w, { kind: 'remove', of: 'workload', id: 'old0' }, elastic('w', 'a', 3, 8))
  settle(w)
  expect(w.preemptions).toBe(2)
  expect(w.runs.get('w')!.nodeIds.length).toBe(3)
})

test('room that came free while its victims stopped is used when it starts', () => {
  const w = world(open, [queue('a', quota(8)), queue('b', quota(0))], [node('n1', 4), node('n2', 4)])
  w.lagRounds = 1
  tell(w, workloads(8, 'old', 'b', 1))
  settle(w)
  tell(w, elastic('w', 'a', 2, 8))
  const planned = step(w)
  expect(planned.nominations[0]!.nodeIds.length).toBe(2)
  const left = [...w.runs.keys()].filter(
    (id) => id.startsWith('old') && !planned.preemptions.some((p) => p.workloadId === id),
  )
  tell(
    w,
    left.slice(0, 1).map((id) => ({ kind: 'remove', of: 'workload', id }) as const),
  )
  settle(w)
  expect(w.runs.get('w')!.nodeIds.length).toBe(3)
  expect(w.preemptions).toBe(2)
})

test('an elastic gang keeps to one domain and apart, whatever its size', () => {
  const racks = ['x', 'x', 'y', 'y', 'y'].map((rack, i) => node(`n${i}`, 4, { labels: { rack } }))
  const base = [...open, queue('a', quota(null)), ...racks]
  const inRack = plan(world(base, elastic('w', 'a', 2, 40, { topology: { required: 'rack' } }))).assignments[0]!
  expect(inRack.nodeIds.length).toBe(12)
  const apart = plan(world(base, elastic('w', 'a', 2, 40, { topology: { required: 'rack' }, apartBy: 'node' })))
    .assignments[0]!
  expect([...apart.nodeIds].sort()).toEqual(['n2', 'n3', 'n4'])
})

test('of two clusters an elastic gang takes the one that holds more of it', () => {
  const nodes = [node('n1', 3), node('n2', 5, { clusterId: 'c2' })]
  expect(sizes(world(open, cluster('c2'), queue('a', quota(null)), nodes, elastic('w', 'a', 2, 8)))).toEqual({ w: 5 })
})

test('gangs that take turns in starting and being taken back come to rest', () => {
  const w = world(
    open,
    [queue('a', quota(0)), queue('b', quota(0)), queue('c', quota(2))],
    [node('n1', 8), node('n2', 8)],
  )
  tell(w, elastic('e', 'a', 2, 12), elastic('f', 'b', 3, 16))
  settle(w)
  tell(w, workloads(12, 'w', 'b', 1), workloads(3, 'x', 'c', 2), elastic('g', 'c', 1, 9))
  settle(w)
  const before = w.preemptions
  settle(w)
  expect(w.preemptions).toBe(before)
  expect(checkInvariants(w.state)).toEqual([])
})

test('an elastic gang is told why it waits while its equal runs with the fewest replicas', () => {
  const w = world(open, queue('a', quota(null)), node('n1', 2), elastic('w1', 'a', 2, 5), elastic('w2', 'a', 2, 5))
  settle(w)
  expect(sizes(w)).toEqual({})
  expect([...plan(w).waits.values()]).toMatchObject([{ permanent: false }])
})
