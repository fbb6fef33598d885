import { expect, test } from 'vitest'
import type { WorkloadUpsert } from '../delta.ts'
import {
  cluster,
  names,
  node,
  NOW,
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

const MINUTE = 60_000

function running(id: string, nodeId: string, gpu: number, timeLimitMs?: number): WorkloadUpsert {
  return workload(id, 'a', gpu, {
    preemptible: false,
    priority: 125,
    run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: NOW, stopping: false },
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  })
}

/** Two nodes of 8, each half used; the runs end in 10 and in 30 minutes. */
function busy(...more: WorkloadUpsert[]): World {
  return world(
    cluster('c1'),
    pool('p1'),
    [node('n1', 8), node('n2', 8)],
    [queue('a', quota(16)), queue('b', quota(0))],
    [running('r1', 'n1', 4, 10 * MINUTE), running('r2', 'n2', 4, 30 * MINUTE)],
    more,
  )
}

test('room is kept for a large gang where it can start soonest, so that small work does not starve it', () => {
  const w = busy(workload('gang', 'a', 4, { replicas: 2, clusterIds: [], nodeSelector: {}, submittedAt: 1 }))
  settle(w)
  expect(w.runs.has('gang')).toBe(true)
  const big = busy(workload('big', 'a', 8, { submittedAt: 1 }), ...workloads(8, 's', 'b', 1))
  expect(names(step(big))).toEqual(['s0', 's1', 's2', 's3'])
  expect(big.runs.get('s0')!.nodeIds).toEqual(['n2'])
  big.now = NOW + 10 * MINUTE
  tell(big, { kind: 'remove', of: 'workload', id: 'r1' })
  expect(plan(big).assignments).toMatchObject([{ workloadId: 'big', nodeIds: ['n1'] }])
})

test('work that ends in time uses the room that is kept', () => {
  const w = busy(
    workload('big', 'a', 8, { submittedAt: 1 }),
    ...workloads(4, 's', 'b', 1),
    ...workloads(3, 'brief', 'b', 2, { timeLimitMs: 9 * MINUTE, submittedAt: 2_000_000_000_000 }),
  )
  const planned = step(w)
  expect(names(planned)).toEqual(['brief0', 'brief1', 's0', 's1', 's2', 's3'])
  expect(w.runs.get('brief0')!.nodeIds).toEqual(['n1'])
})

test('work that would end too late does not', () => {
  const w = busy(
    workload('big', 'a', 8, { submittedAt: 1 }),
    ...workloads(2, 's', 'b', 4, { timeLimitMs: 11 * MINUTE }),
  )
  expect(names(step(w))).toEqual(['s0'])
})

test('nothing is kept when the end of what runs is not known, or is beyond the horizon', () => {
  const w = busy(workload('big', 'a', 8, { submittedAt: 1 }), ...workloads(2, 's', 'b', 4))
  expect(names(plan(w, { reservationHorizonMs: 9 * MINUTE }))).toEqual(['s0', 's1'])
  expect(names(plan(w, { reservationHorizonMs: 0 }))).toEqual(['s0', 's1'])
  tell(w, running('r1', 'n1', 4), running('r2', 'n2', 4))
  expect(names(plan(w))).toEqual(['s0', 's1'])
})

test('nothing is kept for work beyond its share', () => {
  const w = busy(workload('big', 'b', 8, { submittedAt: 1 }), ...workloads(2, 's', 'a', 4))
  expect(names(plan(w))).toEqual(['s0', 's1'])
  const first = busy(workload('big', 'b', 8, { submittedAt: 1 }))
  tell(first, queue('b', quota(0, null, 0), { rank: 9 }), queue('c', quota(0, null, 0)), workloads(2, 's', 'c', 4))
  expect(names(plan(first))).toEqual(['s0', 's1'])
})

test('nothing is kept for overdue work that has no right to it', () => {
  const w = busy(workload('big', 'b', 8, { submittedAt: 1 }))
  tell(w, pool('p1', { maxWaitMs: MINUTE }), queue('b', quota(0, null, 0)), queue('c', quota(4)))
  tell(w, workloads(2, 's', 'c', 4))
  expect(names(plan(w))).toEqual(['s0', 's1'])
})

test('a queue starts nothing that would leave the overdue work, for which room is kept, outside its share', () => {
  const w = busy(workload('big', 'b', 8, { submittedAt: 1 }), workload('small', 'b', 1))
  tell(w, pool('p1', { maxWaitMs: MINUTE }), queue('b', quota(8, null, 0)))
  expect(names(plan(w))).toEqual([])
  tell(w, pool('p1'))
  expect(names(plan(w))).toEqual(['small'])
})

test('both are told: the large one when it starts, the small one what would let it in', () => {
  const w = busy(
    workload('big', 'a', 8, { submittedAt: 1, classKey: 'big' }),
    ...workloads(6, 's', 'b', 1, { classKey: 's' }),
  )
  const { waits } = plan(w)
  expect(waits.get('big')).toMatchObject({
    reason: 'NO_CAPACITY',
    message: 'needs 8 GPUs; 4 GPUs are free in pool p1',
    hint: 'nothing to do: room is kept for it, and comes free within 10 minutes by the time limits of what runs there',
  })
  expect(waits.get('s')).toMatchObject({
    reason: 'NO_CAPACITY',
    message: 'room for 1 GPU is free, but kept for larger work of another project that starts within 10 minutes',
    hint: 'give it a time limit below 10 minutes, or wait',
  })
})
