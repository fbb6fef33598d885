import { expect, test } from 'vitest'
import { applyDeltas, checkInvariants, createState, describeState, type WorkloadUpsert } from '../index.ts'
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

const open = [cluster('c1'), pool('p1'), pool('p2'), pool('p3')]

/** A queue with the same quota in every pool. */
function everywhere(id: string, deserved: number | null, limit: number | null = null) {
  const entry = { rank: 0, quotas: { gpu: quota(deserved, limit) } }
  return queue(id, quota(null), { pools: { p1: entry, p2: entry, p3: entry } })
}

function in2(id: string, gpu: number) {
  return node(id, gpu, { poolId: 'p2' })
}

function places(w: World): Record<string, string> {
  return Object.fromEntries(plan(w).assignments.map(({ workloadId, poolId }) => [workloadId, poolId]))
}

const toSecond: Partial<WorkloadUpsert> = { fallbackPoolIds: ['p2', 'p3'] }

test('work goes to the first pool of its list that has room, in one round', () => {
  const base = [...open, everywhere('a', null)]
  const third = node('n3', 1, { poolId: 'p3' })
  expect(places(world(base, node('n1', 1), in2('n2', 1), third, workloads(4, 'w', 'a', 1, toSecond)))).toEqual({
    w0: 'p1',
    w1: 'p2',
    w2: 'p3',
  })
  expect(places(world(base, node('n1', 1), in2('n2', 1), third, workloads(4, 'w', 'a', 1)))).toEqual({ w0: 'p1' })
})

test('its run counts in the pool of its nodes, and is preempted there', () => {
  const w = world(open, [everywhere('a', 2), everywhere('b', 0)], [node('n1', 2), in2('n2', 4)])
  tell(w, workload('here', 'b', 2, { submittedAt: 1 }), workload('there', 'b', 4, toSecond))
  settle(w)
  expect(w.runs.get('there')).toMatchObject({ nodeIds: ['n2'], poolId: 'p2' })
  const second = plan(w).standings.find(({ queueId, poolId }) => queueId === 'b' && poolId === 'p2')!
  expect(second.allocated['gpu']).toBe(gpus(4))
  expect(checkInvariants(w.state)).toEqual([])
  tell(w, workload('owner', 'a', 2, { poolId: 'p2' }))
  settle(w)
  expect([...w.runs.keys()].sort()).toEqual(['here', 'owner'])
})

test('in a fallback pool it has the rights that its queue has there, and is held back by the same limits', () => {
  const w = world(open, [everywhere('a', 2, 2), everywhere('b', 0)], in2('n2', 4))
  tell(w, workloads(4, 'old', 'b', 1, { poolId: 'p2' }))
  settle(w)
  tell(w, workloads(3, 'w', 'a', 1, toSecond))
  const planned = step(w)
  expect(planned.nominations.map(({ poolId }) => poolId)).toEqual(['p2', 'p2'])
  settle(w)
  expect([...w.runs.keys()].filter((id) => id.startsWith('w'))).toEqual(['w0', 'w1'])
  expect(w.preemptions).toBe(2)
  expect(checkInvariants(w.state)).toEqual([])
})

test('where it went, it keeps away what wants to be apart from it until its run is gone', () => {
  const w = world(open, everywhere('a', null), in2('n2', 4))
  w.lagRounds = 1
  tell(w, workload('first', 'a', 1, { ...toSecond, labels: { family: 'y' } }))
  expect(places(w)).toEqual({ first: 'p2' })
  step(w)
  const { runId, nodeIds, poolId } = w.runs.get('first')!
  const run = { id: runId, clusterId: 'c1', nodeIds, poolId: poolId!, startedAt: 1, stopping: true }
  const apart = [{ level: 'node', labels: { family: 'y' } }]
  tell(w, workload('w', 'a', 1, { ...toSecond, apart }))
  expect(places(w)).toEqual({})
  tell(w, { kind: 'run', workloadId: 'first', run })
  expect(places(w)).toEqual({})
  tell(w, { kind: 'remove', of: 'workload', id: 'first' })
  expect(places(w)).toEqual({ w: 'p2' })
})

test('work that its own pool places asks for nothing in its fallback pools', () => {
  const w = world(open, [everywhere('a', 0), everywhere('b', 0)], [node('n1', 8), in2('n2', 8)])
  tell(w, workload('old', 'b', 8, { poolId: 'p2' }))
  settle(w)
  tell(w, workloads(8, 'w', 'a', 1, toSecond))
  expect(plan(w).standings.find(({ queueId, poolId }) => queueId === 'b' && poolId === 'p2')!.fairShare['gpu']).toBe(
    gpus(8),
  )
  settle(w)
  expect(w.preemptions).toBe(0)
  expect(w.runs.size).toBe(9)
})

test('why work waits is told of its first pool, once', () => {
  const w = world(open, everywhere('a', null), [node('n1', 1), in2('n2', 1)], workload('w', 'a', 2, toSecond))
  const planned = plan(w)
  expect(planned.counts).toMatchObject({ considered: 1, waiting: 1, classesExplained: 1 })
  expect([...planned.waits.values()][0]!.message).toContain('p1')
  expect(planned.standings.map(({ poolId, waiting }) => [poolId, waiting])).toEqual([
    ['p1', 1],
    ['p2', 0],
    ['p3', 0],
  ])
})

test('work that prefers each other\u2019s pool is settled the same way in whatever order it is told', () => {
  const base = [...open, everywhere('a', null), node('n1', 1), in2('n2', 1)]
  const asked = [
    ...workloads(2, 'x', 'a', 1, { poolId: 'p1', fallbackPoolIds: ['p2'] }),
    ...workloads(2, 'y', 'a', 1, { poolId: 'p2', fallbackPoolIds: ['p1'], submittedAt: 1 }),
  ]
  expect(places(world(base, asked))).toEqual({ x0: 'p1', y0: 'p2' })
  expect(plan(world(base, asked.toReversed()))).toEqual(plan(world(base, asked)))
  expect(places(world(base, asked.slice(2)))).toEqual({ y0: 'p2', y1: 'p1' })
})

test('a pool that nobody defined is passed over', () => {
  const w = world(open, everywhere('a', null), in2('n2', 1), workloads(2, 'w', 'a', 1, { poolId: 'gone', ...toSecond }))
  expect(places(w)).toEqual({ w0: 'p2' })
  expect(plan(w).counts.waiting).toBe(1)
  expect([...plan(w).waits.values()][0]!.message).toContain('gone')
})

test('a nomination in a fallback pool lasts, and when it is withdrawn its work begins with its own pool again', () => {
  const w = world(open, [everywhere('a', 2), everywhere('b', 0)], [node('n1', 1), in2('n2', 2)])
  w.lagRounds = 3
  tell(w, workload('old', 'b', 2, { poolId: 'p2' }), workload('first', 'b', 1))
  settle(w)
  tell(w, node('n1', 1, { schedulable: false }), workload('w', 'a', 2, toSecond))
  expect(step(w).nominations).toMatchObject([{ workloadId: 'w', poolId: 'p2' }])
  expect(step(w).nominations).toMatchObject([{ workloadId: 'w', poolId: 'p2' }])
  const rebuilt = createState()
  applyDeltas(rebuilt, describeState(w.state).toReversed())
  expect(describeState(rebuilt)).toEqual(describeState(w.state))
  tell(w, node('n0', 2), { ...in2('n2', 2), schedulable: false })
  const planned = step(w)
  expect(planned.assignments).toMatchObject([{ workloadId: 'w', poolId: 'p1', nodeIds: ['n0'] }])
  expect(planned.withdrawnNominations).toEqual([])
  expect(planned.nominations).toEqual([])
})

test('room that is kept for work in its own pool is given back when it starts in another', () => {
  const run = { id: 'r', clusterId: 'c1', nodeIds: ['n1'], startedAt: 1_790_000_000_000, stopping: false }
  const w = world(open, everywhere('a', null), [node('n1', 2), in2('n2', 2)])
  tell(w, workload('old', 'a', 1, { timeLimitMs: 60_000, run, preemptible: false }))
  tell(w, workload('w', 'a', 2, { ...toSecond, submittedAt: 1 }))
  tell(w, workload('later', 'a', 1, { timeLimitMs: 30_000 }))
  expect(places(w)).toEqual({ w: 'p2', later: 'p1' })
})

test('elastic work and gangs fall back as a whole, with the size that the pool has room for', () => {
  const w = world(open, everywhere('a', null), [node('n1', 1), in2('n2', 3)])
  tell(w, workload('e', 'a', 1, { replicas: 5, replicasMin: 2, ...toSecond }))
  expect(plan(w).assignments).toMatchObject([{ workloadId: 'e', poolId: 'p2', nodeIds: ['n2', 'n2', 'n2'] }])
  settle(w)
  expect(checkInvariants(w.state)).toEqual([])
})
