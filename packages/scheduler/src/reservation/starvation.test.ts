import { expect, test } from 'vitest'
import type { WorkloadUpsert } from '../delta.ts'
import {
  cluster,
  node,
  NOW,
  plan,
  pool,
  queue,
  quota,
  step,
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Stream {
  /** Time between two arrivals, and how long each runs. */
  everyMs: number
  runsMs: number
  hasTimeLimit: boolean
  queueId: string
}

/** Small jobs of one GPU arrive and end on virtual time, always more than there is room for. Returns when `id` started. */
function startOf(
  id: string,
  late: WorkloadUpsert[],
  w: World,
  stream: Stream,
  reservationHorizonMs = HOUR,
): number | undefined {
  const ends = new Map<string, number>()
  let next = 0
  for (; w.now < NOW + 12 * HOUR; w.now += MINUTE - 1_000) {
    for (const one of late.filter(({ submittedAt }) => submittedAt <= w.now && submittedAt > w.now - MINUTE))
      tell(w, one)
    for (const [one, end] of ends) {
      if (end > w.now) continue
      ends.delete(one)
      tell(w, { kind: 'remove', of: 'workload', id: one })
    }
    for (; NOW + next * stream.everyMs <= w.now; next++) {
      const limit = stream.hasTimeLimit ? { timeLimitMs: stream.runsMs } : {}
      tell(w, workload(`small${next}`, stream.queueId, 1, { submittedAt: NOW + next * stream.everyMs, ...limit }))
    }
    const { assignments } = step(w, { reservationHorizonMs, explain: false })
    for (const { workloadId } of assignments) {
      if (workloadId === id) return w.now - NOW
      ends.set(workloadId, w.now + stream.runsMs + (Number(workloadId.slice(5)) % 7) * MINUTE)
    }
  }
  return undefined
}

/** Four nodes of 4; the gang needs three of them whole, and its queue deserves them. No run may be taken. */
function fleet(maxWaitMs?: number): World {
  return world(
    cluster('c1'),
    pool('p1', { minRuntimeMs: 100 * HOUR, ...(maxWaitMs === undefined ? {} : { maxWaitMs }) }),
    Array.from({ length: 4 }, (_, i) => node(`n${i}`, 4)),
    [queue('small', quota(4)), queue('large', quota(12))],
  )
}

/** Arrives when the small jobs have filled the fleet. */
const gang = workload('gang', 'large', 4, { replicas: 3, submittedAt: NOW + 30 * MINUTE })
const stream: Stream = { everyMs: MINUTE, runsMs: 20 * MINUTE, hasTimeLimit: false, queueId: 'small' }

test('behind an endless stream of small jobs a large gang starves where nobody promises anything', () => {
  const w = fleet()
  expect(startOf('gang', [gang], w, stream)).toBeUndefined()
})

test('with time limits on the small jobs, the gang starts once those in its way have ended', () => {
  const w = fleet()
  expect(startOf('gang', [gang], w, { ...stream, runsMs: 30 * MINUTE, hasTimeLimit: true })).toBeLessThan(3 * HOUR)
})

test('without any time limits, what comes free is kept for the gang once it has waited longer than the pool allows', () => {
  const w = fleet(HOUR)
  const startedMs = startOf('gang', [gang], w, stream)
  expect(startedMs).toBeGreaterThan(1.5 * HOUR)
  expect(startedMs).toBeLessThan(2.5 * HOUR)
})

test('a horizon of 0 switches looking ahead off, not the guard', () => {
  const w = fleet(HOUR)
  expect(startOf('gang', [gang], w, stream, 0)).toBeLessThan(2.5 * HOUR)
})

test('small urgent jobs of its own queue do not starve a gang either', () => {
  const w = fleet(HOUR)
  const startedMs = startOf('gang', [gang], w, { ...stream, queueId: 'large' })
  expect(startedMs).toBeLessThan(2.5 * HOUR)
})

test('two gangs of two queues both get their turn', () => {
  for (const id of ['gang', 'other']) {
    const w = fleet(HOUR)
    const other = workload('other', 'third', 4, { replicas: 2, submittedAt: NOW + 31 * MINUTE })
    tell(w, queue('large', quota(8)), queue('third', quota(8)), queue('small', quota(0)))
    const list = [{ ...gang, replicas: 2 }, other]
    expect(startOf(id, list, w, stream)).toBeLessThan(4 * HOUR)
  }
})

test('what is kept lies in one domain of the level that the gang asks for, one node for each replica that stands apart', () => {
  const racks = ['r1', 'r2', 'r1', 'r2']
  for (const change of [{ topology: { required: 'rack' } }, { apartBy: 'node' }]) {
    const w = world(
      cluster('c1'),
      pool('p1', { minRuntimeMs: 100 * HOUR, maxWaitMs: HOUR, topology: ['rack'] }),
      racks.map((rack, i) => node(`n${i}`, 4, { labels: { rack } })),
      [queue('small', quota(4)), queue('large', quota(12))],
    )
    expect(startOf('gang', [{ ...gang, ...change, replicas: 2 }], w, stream)).toBeLessThan(2.5 * HOUR)
    const nodeIds = new Set(w.runs.get('gang')!.nodeIds)
    expect(nodeIds.size).toBe(2)
    if ('topology' in change) expect(['n0,n2', 'n1,n3']).toContain([...nodeIds].sort().join())
  }
})

test('overdue work is served first in its queue, the longest waiting before others', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { maxWaitMs: HOUR }),
    node('n1', 2),
    queue('a', quota(2)),
    workload('urgent', 'a', 1, { priority: 90 }),
    workload('late', 'a', 1, { priority: 40, submittedAt: NOW - 2 * HOUR }),
    workload('latest', 'a', 1, { priority: 25, submittedAt: NOW - 3 * HOUR }),
  )
  expect(plan(w).assignments.map(({ workloadId }) => workloadId)).toEqual(['latest', 'late'])
})

test('a queue gets its turn for overdue work before others, but only inside its share', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { maxWaitMs: HOUR }),
    node('n1', 4),
    [queue('a', quota(2), { rank: 1 }), queue('b', quota(2))],
    workloads(4, 'a', 'a', 1),
    workloads(4, 'b', 'b', 1, { submittedAt: NOW - 2 * HOUR }),
  )
  expect(plan(w).assignments.map(({ workloadId }) => workloadId)).toEqual(['b0', 'b1', 'a0', 'a1'])
})

test('age gives no right to preempt', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { maxWaitMs: HOUR }),
    node('n1', 2),
    [queue('a', quota(2)), queue('b', quota(0))],
    workloads(2, 'run', 'a', 1, { priority: 65 }),
  )
  step(w)
  tell(
    w,
    workload('old-low', 'a', 1, { priority: 40, submittedAt: NOW - 9 * HOUR }),
    workload('old-guest', 'b', 1, { submittedAt: NOW - 9 * HOUR }),
  )
  expect(plan(w).preemptions).toEqual([])
})

test('nothing is kept for overdue work beyond its share', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { maxWaitMs: HOUR }),
    [node('n1', 2), node('n2', 2)],
    [queue('a', quota(4)), queue('b', quota(0))],
    workload('there', 'a', 1, { preemptible: false, priority: 125 }),
    workload('guest', 'b', 4, { submittedAt: NOW - 9 * HOUR }),
  )
  step(w)
  tell(w, workloads(3, 'more', 'a', 1))
  expect(plan(w).assignments.length).toBe(3)
})

function on(nodeId: string): WorkloadUpsert {
  const run = { id: nodeId, clusterId: 'c1', nodeIds: [nodeId], startedAt: NOW, stopping: false }
  return workload(`on-${nodeId}`, 'a', nodeId === 'n1' ? 1 : 2, { run, preemptible: false, priority: 125 })
}

test('both are told: the overdue one that room is kept for it, the other why it may not use it', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { maxWaitMs: HOUR }),
    [node('n1', 4), node('n2', 2)],
    [queue('a', quota(2)), queue('b', quota(4))],
    on('n1'),
    on('n2'),
  )
  tell(w, workload('large', 'b', 4, { submittedAt: NOW - 9 * HOUR, classKey: 'large' }))
  tell(w, workload('small', 'a', 1, { classKey: 'small' }))
  const { waits, assignments } = plan(w)
  expect(assignments).toEqual([])
  expect(waits.get('large')!.hint).toContain('what comes free in its way is kept for it')
  expect(waits.get('small')!.message).toBe(
    'room for 1 GPU is free, but kept for work of another project that has waited longer than pool p1 allows',
  )
})
