import { expect, test } from 'vitest'
import {
  cluster,
  gpus,
  names,
  node,
  plan,
  pool,
  queue,
  quota,
  settle,
  step,
  workload,
  workloads,
  world,
} from '../../test/world.ts'
import type { Plan } from '../plan.ts'

function share(planned: Plan, queueId: string): number {
  return planned.standings.find((standing) => standing.queueId === queueId)!.fairShare['gpu']! / gpus(1)
}

function allocated(planned: Plan, queueId: string): number {
  return planned.standings.find((standing) => standing.queueId === queueId)!.allocated['gpu']! / gpus(1)
}

const base = [cluster('c1'), pool('p1')]

test('W1: three hungry projects share 20 left-over GPUs 7, 10 and 3 above their quotas', () => {
  const w = world(
    base,
    [node('n1', 26)],
    [queue('a', quota(0, null, 2)), queue('b', quota(6, null, 3)), queue('c', quota(0, null, 1))],
    ['a', 'b', 'c'].flatMap((id) => workloads(30, id, id, 1)),
  )
  const planned = plan(w)
  expect(['a', 'b', 'c'].map((id) => share(planned, id))).toEqual([7, 16, 3])
  expect(['a', 'b', 'c'].map((id) => allocated(planned, id))).toEqual([7, 16, 3])
})

test('W2: what one does not ask for is lent, and comes back when it asks', () => {
  const w = world(
    base,
    [node('n1', 20)],
    [queue('a', quota(5)), queue('b', quota(5))],
    workloads(15, 'a', 'a', 1),
    workloads(5, 'b', 'b', 1),
  )
  const first = step(w)
  expect([share(first, 'a'), share(first, 'b')]).toEqual([15, 5])
  expect([allocated(first, 'a'), allocated(first, 'b')]).toEqual([15, 5])
  const asked = world(
    base,
    [node('n1', 20)],
    [queue('a', quota(5)), queue('b', quota(5))],
    workloads(15, 'a', 'a', 1),
    workloads(15, 'b', 'b', 1),
  )
  const both = plan(asked)
  expect([share(both, 'a'), share(both, 'b')]).toEqual([10, 10])
})

test('W3: of two gangs that are both larger than their shares, the one submitted earlier runs', () => {
  const gang = { replicas: 10 }
  const w = world(
    base,
    [node('n1', 10)],
    [queue('a', quota(5)), queue('b', quota(5))],
    [workload('late', 'a', 1, { ...gang, submittedAt: 2 }), workload('early', 'b', 1, { ...gang, submittedAt: 1 })],
  )
  expect(names(step(w))).toEqual(['early'])
  settle(w)
  expect(w.preemptions).toBe(0)
  expect([...w.runs.keys()]).toEqual(['early'])
})

test('W4: a department of 8 holds the non-preemptible work of its projects at 8, though they sum to 10', () => {
  const fixed = { preemptible: false, priority: 125 }
  const w = world(
    base,
    [node('n1', 20)],
    [queue('d', quota(8)), queue('a', quota(5), { parentId: 'd' }), queue('b', quota(5), { parentId: 'd' })],
    workloads(5, 'a', 'a', 1, fixed),
    workloads(5, 'b', 'b', 1, fixed),
  )
  settle(w)
  expect(w.runs.size).toBe(8)
  const wait = [...plan(w).waits.values()][0]!
  expect(wait.reason).toBe('NO_QUOTA')
  expect(wait.permanent).toBe(false)
})

test('W5: a workspace above its deserved quota waits on an empty cluster, and starts at once when it may be preempted', () => {
  const fixed = { preemptible: false, priority: 125 }
  const w = world(base, [node('n1', 20)], [queue('a', quota(6))], workloads(1, 'used', 'a', 4, fixed), [
    workload('ws', 'a', 3, { ...fixed, submittedAt: w0() }),
  ])
  step(w)
  const planned = step(w)
  expect([...w.runs.keys()]).toEqual(['used0'])
  expect([...planned.waits.values()][0]!.reason).toBe('NO_QUOTA')
  const other = world(base, [node('n1', 20)], [queue('a', quota(6))], workloads(1, 'used', 'a', 4, fixed), [
    workload('ws', 'a', 3),
  ])
  expect(names(step(other))).toEqual(['used0', 'ws'])
})

function w0(): number {
  return 1_790_000_000_000
}

test('W6: history moves the surplus from the one that had it to the starved one', () => {
  for (const [k, used, want] of [
    [1, [1, 0], [0, 20]],
    [1, [0.75, 0.25], [5, 15]],
    [0, [0.75, 0.25], [10, 10]],
  ] as const) {
    const w = world(
      cluster('c1'),
      pool('p1', { timeBased: { k } }),
      [node('n1', 20)],
      [queue('a', quota(0), { usage: used[0] }), queue('b', quota(0), { usage: used[1] })],
      workloads(20, 'a', 'a', 1),
      workloads(20, 'b', 'b', 1),
    )
    const planned = plan(w)
    expect([share(planned, 'a'), share(planned, 'b')]).toEqual(want)
  }
})

test('W7: quota and rank always win over history', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { timeBased: { k: 1 } }),
    [node('n1', 20)],
    [queue('a', quota(4), { usage: 1 }), queue('b', quota(0), { usage: 0.9, rank: 1 }), queue('c', quota(0))],
    ['a', 'b', 'c'].flatMap((id) => workloads(10, id, id, 1)),
  )
  const planned = plan(w)
  expect(['a', 'b', 'c'].map((id) => share(planned, id))).toEqual([4, 10, 6])
})

test('shares are divided from the top down', () => {
  const w = world(
    base,
    [node('n1', 30)],
    [
      queue('d1', quota(10)),
      queue('d2', quota(10)),
      queue('a', quota(2), { parentId: 'd1' }),
      queue('b', quota(2), { parentId: 'd1' }),
      queue('c', quota(0), { parentId: 'd2' }),
    ],
    ['a', 'b', 'c'].flatMap((id) => workloads(30, id, id, 1)),
  )
  const planned = plan(w)
  expect(['d1', 'd2', 'a', 'b', 'c'].map((id) => share(planned, id))).toEqual([15, 15, 8, 7, 15])
})

test('hopeless requests cost the neighbours nothing', () => {
  const w = world(
    base,
    [node('n1', 8)],
    [queue('a', quota(0)), queue('b', quota(0))],
    workloads(8, 'a', 'a', 1),
    [workload('huge', 'b', 16)],
    workloads(9, 'fixed', 'b', 1, { preemptible: false }),
  )
  expect(share(plan(w), 'a')).toBe(8)
})

test('promises beyond what there is shrink in proportion', () => {
  const w = world(
    base,
    [node('n1', 12)],
    [queue('a', quota(16)), queue('b', quota(8))],
    workloads(16, 'a', 'a', 1),
    workloads(8, 'b', 'b', 1),
  )
  const planned = plan(w)
  expect([share(planned, 'a'), share(planned, 'b')]).toEqual([8, 4])
})

test('a queue that lost half of its hardware keeps what runs there in its share', () => {
  const run = { id: 'r', clusterId: 'c2', nodeIds: ['n2'], startedAt: 1, stopping: false }
  const w = world(
    base,
    cluster('c2', { connected: false }),
    [node('n1', 8), node('n2', 8, { clusterId: 'c2' })],
    [queue('a', quota(0)), queue('b', quota(0))],
    [workload('there', 'a', 6, { run })],
    workloads(20, 'a', 'a', 1),
    workloads(20, 'b', 'b', 1),
  )
  const planned = plan(w)
  expect([share(planned, 'a'), share(planned, 'b')]).toEqual([7, 7])
  expect([allocated(planned, 'a'), allocated(planned, 'b')]).toEqual([7, 7])
})
