import { expect, test } from 'vitest'
import {
  cluster,
  node,
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
} from './world.ts'

/** Loads under which schedulers have been seen to evict in circles. Each must come to rest, with the fewest evictions. */
const base = [cluster('c1'), pool('p1')]
const old = { submittedAt: 1 }

function held(w: World, prefix: string): number {
  return [...w.runs.keys()].filter((id) => id.startsWith(prefix)).length
}

test('11 GPUs for two queues that deserve 5 each: the odd one stays where it is', () => {
  const w = world(base, node('n1', 11), [queue('a', quota(5)), queue('b', quota(5))], workloads(11, 'a', 'a', 1, old))
  settle(w)
  tell(w, workloads(11, 'b', 'b', 1))
  settle(w)
  expect([held(w, 'a'), held(w, 'b'), w.preemptions]).toEqual([6, 5, 5])
  for (let i = 0; i < 10; i++) step(w)
  expect(w.preemptions).toBe(5)
})

test('11 GPUs in jobs of 3 and 2: nobody trades places for the remainder', () => {
  const w = world(base, node('n1', 11), [queue('a', quota(5)), queue('b', quota(5))], workloads(4, 'a', 'a', 3, old))
  settle(w)
  tell(w, workloads(5, 'b', 'b', 2))
  settle(w)
  expect(w.preemptions).toBeLessThanOrEqual(2)
})

test('two guaranteed tenants and best effort: both get their own back once, and best effort keeps the rest', () => {
  const w = world(
    base,
    node('n1', 40),
    [queue('tenant-a', quota(15)), queue('tenant-b', quota(15)), queue('best-effort', quota(0))],
    workloads(4, 'e', 'best-effort', 10, old),
  )
  settle(w)
  expect(held(w, 'e')).toBe(4)
  tell(w, workloads(2, 'a', 'tenant-a', 15))
  settle(w)
  tell(w, workloads(2, 'b', 'tenant-b', 15))
  settle(w)
  expect([held(w, 'a'), held(w, 'b'), held(w, 'e')]).toEqual([1, 1, 1])
  expect(w.preemptions).toBe(3)
})

test('jobs of 6, 5, 4 and 3 on 8 GPUs in shares of 4: they come to rest', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('a', quota(4)), queue('b', quota(4))],
    [workload('a6', 'a', 6, old), workload('b5', 'b', 5, old)],
  )
  settle(w)
  tell(w, workload('a4', 'a', 4), workload('b3', 'b', 3))
  settle(w)
  const before = w.preemptions
  for (let i = 0; i < 10; i++) step(w)
  expect(w.preemptions).toBe(before)
  expect(before).toBeLessThanOrEqual(2)
})

test('large urgent gangs and small owed jobs do not push each other out in turns', () => {
  const w = world(
    base,
    node('n1', 11),
    [queue('a', quota(5)), queue('b', quota(5))],
    [
      workload('big-a', 'a', 6, { ...old, priority: 90 }),
      workload('big-b', 'b', 6, { ...old, priority: 90 }),
      ...workloads(5, 'a', 'a', 1),
      ...workloads(5, 'b', 'b', 1),
    ],
  )
  settle(w)
  const before = w.preemptions
  for (let i = 0; i < 10; i++) step(w)
  expect(w.preemptions).toBe(before)
})

test('an owner whose first job cannot be placed gets its room back for its smaller ones', () => {
  const pinned = (id: string, queueId: string, nodeId: string) =>
    workload(id, queueId, 1, {
      ...old,
      preemptible: false,
      priority: 125,
      run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false },
    })
  const w = world(
    base,
    [node('n1', 4), node('n2', 4)],
    [queue('a', quota(6)), queue('b', quota(2))],
    pinned('f1', 'a', 'n1'),
    pinned('f2', 'b', 'n2'),
    workloads(6, 'b', 'b', 1, old),
  )
  settle(w)
  tell(w, workload('a-large', 'a', 4), workloads(5, 'a-small', 'a', 1, { submittedAt: 2_000_000_000_000 }))
  settle(w)
  expect(held(w, 'a-small')).toBe(5)
})

test('a department with cores only and one with GPUs do not starve each other of either', () => {
  const both = { gpu: quota(4), cpu: { deserved: 32_000, limit: null, weight: 1 } }
  const pools = { p1: { rank: 0, quotas: both } }
  const w = world(
    base,
    node('n1', 8),
    [
      { ...queue('d1', undefined), pools },
      { ...queue('d2', undefined), pools },
      queue('cores', undefined, { parentId: 'd1' }),
      queue('gpus', undefined, { parentId: 'd2' }),
      queue('mixed', undefined, { parentId: 'd2' }),
    ],
    workloads(64, 'cores', 'cores', 0, { requests: { cpu: 1_000 } }),
    workloads(8, 'gpus', 'gpus', 1),
    workloads(64, 'mixed', 'mixed', 0, { requests: { cpu: 1_000 } }),
  )
  settle(w)
  expect([held(w, 'cores'), held(w, 'mixed'), held(w, 'gpus')]).toEqual([32, 32, 8])
})

test('a small job behind 5,000 that do not fit is placed in the same round', () => {
  const w = world(
    base,
    [node('n1', 8), node('n2', 8)],
    [queue('a', quota(0))],
    workloads(5_000, 'large', 'a', 12, old),
    workload('small', 'a', 1),
  )
  expect(step(w).assignments.map(({ workloadId }) => workloadId)).toEqual(['small'])
})

test('a gang larger than everything is declared hopeless in the round in which it comes', () => {
  const w = world(
    base,
    Array.from({ length: 2_000 }, (_, i) => node(`n${i}`, 8)),
    [queue('a', quota(null))],
    workload('gang', 'a', 8, { replicas: 2_001 }),
  )
  expect([...step(w).waits.values()]).toMatchObject([{ reason: 'TOO_LARGE', permanent: true }])
})

test('a run that leaves its queue with more to keep is no way to room: the claim on it waits', () => {
  const cores = { deserved: 32_000, limit: null, weight: 1, lendLimit: 0 }
  const w = world(
    base,
    node('n1', 1),
    { ...queue('keeper', undefined), pools: { p1: { rank: 0, quotas: { gpu: quota(0), cpu: cores } } } },
    queue('claimant', quota(1)),
    workload('k', 'keeper', 1, { ...old, requests: { gpu: 1_000, cpu: 32_000 } }),
  )
  settle(w)
  tell(w, workload('c', 'claimant', 1, { requests: { gpu: 1_000, cpu: 40_000 } }))
  settle(w)
  for (let i = 0; i < 10; i++) step(w)
  expect([held(w, 'k'), w.preemptions]).toEqual([1, 0])
  tell(w, workload('small', 'claimant', 1, { requests: { gpu: 1_000, cpu: 30_000 } }))
  settle(w)
  expect([held(w, 'k'), held(w, 'small'), w.preemptions]).toEqual([0, 1, 1])
})

test('work that wants to be near a run of its queue waits for room beside it, and does not take its place', () => {
  const near = [{ level: 'node', labels: { app: 'cache' } }]
  const w = world(
    base,
    node('n1', 4),
    queue('a', quota(4)),
    workload('cache', 'a', 3, { ...old, priority: 25, labels: { app: 'cache' } }),
    workload('low', 'a', 1, { ...old, priority: 10 }),
  )
  settle(w)
  tell(w, workload('large', 'a', 2, { near, priority: 90 }), workload('small', 'a', 1, { near, priority: 80 }))
  settle(w)
  for (let i = 0; i < 10; i++) step(w)
  expect([held(w, 'cache'), held(w, 'low'), held(w, 'small'), held(w, 'large')]).toEqual([1, 0, 1, 0])
  expect(w.preemptions).toBe(1)
})

test('elastic gangs that may go to the same second pool share it after one preemption', () => {
  const gang = { replicas: 5, replicasMin: 1, fallbackPoolIds: ['p2'] }
  const w = world(
    base,
    pool('p2'),
    node('n1', 8, { poolId: 'p2' }),
    [queue('a', quota(0)), queue('b', quota(0))],
    workload('gang-a', 'a', 2, { ...gang, ...old }),
  )
  settle(w)
  expect(w.runs.get('gang-a')!.nodeIds).toHaveLength(4)
  tell(w, workload('gang-b', 'b', 2, gang))
  settle(w)
  expect(['gang-a', 'gang-b'].map((id) => w.runs.get(id)!.nodeIds.length)).toEqual([2, 2])
  expect(w.preemptions).toBe(1)
})
