import { expect, test } from 'vitest'
import { checkInvariants, describeState, type QueueUpsert, type WorkloadUpsert } from '../index.ts'
import {
  cluster,
  gpus,
  node,
  plan,
  pool,
  queue,
  quota,
  settle,
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'

const base = [cluster('c1'), pool('p1'), node('n1', 16)]

function limited(id: string, most: number, change: Partial<QueueUpsert> = {}): QueueUpsert {
  const made = queue(id, quota(16), change)
  return { ...made, pools: { p1: { ...made.pools['p1']!, userLimits: { gpu: gpus(most) } } } }
}

function of(userId: string | undefined, count: number, queueId: string, change: Partial<WorkloadUpsert> = {}) {
  const user = userId === undefined ? {} : { userId }
  return workloads(count, `${userId}-${queueId}-`, queueId, 1, { ...user, ...change })
}

function held(w: World, prefix: string): number {
  return [...w.runs.keys()].filter((id) => id.startsWith(prefix)).length
}

test('one user holds no more in a queue than the queue lets one user hold; others and nobody in particular are not affected', () => {
  const w = world(base, limited('a', 3), of('ann', 8, 'a'), of('bob', 2, 'a'), of(undefined, 8, 'a'))
  settle(w)
  expect([held(w, 'ann'), held(w, 'bob'), held(w, 'undefined')]).toEqual([3, 2, 8])
  expect(checkInvariants(w.state)).toEqual([])
})

test('a user at the limit does not stand in the way of users who ask for the same', () => {
  const same = { classKey: 'same' }
  const w = world(base, limited('a', 1), of('ann', 5, 'a', same), of('bob', 5, 'a', { ...same, submittedAt: 2e12 }))
  settle(w)
  expect([held(w, 'ann'), held(w, 'bob')]).toEqual([1, 1])
})

test('what a user started in a round counts beside runs of theirs that are still stopping', () => {
  const stopping = { id: 's', clusterId: 'c1', nodeIds: ['n1'], startedAt: 1, stopping: true }
  const w = world(base, limited('a', 4), workload('s', 'a', 2, { userId: 'ann', run: stopping }), of('ann', 4, 'a'))
  expect(plan(w).assignments.map(({ workloadId }) => workloadId)).toEqual(['ann-a-0', 'ann-a-1'])
})

test('a department limits a user over all of its projects, and the tighter limit counts', () => {
  const w = world(
    base,
    limited('d', 4),
    limited('a', 3, { parentId: 'd' }),
    queue('b', quota(16), { parentId: 'd' }),
    of('ann', 8, 'a'),
    of('ann', 8, 'b'),
  )
  settle(w)
  expect(held(w, 'ann')).toBe(4)
  expect(held(w, 'ann-a')).toBeLessThanOrEqual(3)
})

test('gangs count in full, and resources without an entry are not limited', () => {
  const w = world(
    base,
    limited('a', 3),
    workload('gang', 'a', 1, { replicas: 4, userId: 'ann' }),
    workload('fits', 'a', 1, { replicas: 3, userId: 'ann' }),
    workload('cores', 'a', 0, { requests: { cpu: 40_000 }, userId: 'ann' }),
  )
  settle(w)
  expect([...w.runs.keys()].sort()).toEqual(['cores', 'fits'])
})

test('more urgent work of a user at the limit makes its way at the cost of their own lesser work only', () => {
  const w = world(base, limited('a', 2), of('ann', 2, 'a'), of('bob', 2, 'a'))
  settle(w)
  tell(w, workload('urgent', 'a', 1, { userId: 'ann', priority: 90 }))
  expect(plan(w).preemptions.map(({ workloadId }) => workloadId)).toEqual(['ann-a-1'])
  settle(w)
  expect([held(w, 'urgent'), held(w, 'ann'), held(w, 'bob')]).toEqual([1, 1, 2])
})

test('what a user asks for beyond the limit costs the neighbours no share', () => {
  const w = world(base, limited('a', 2), queue('b', quota(0)), of('ann', 30, 'a'), of('eve', 16, 'b'))
  const shares = plan(w).standings.map(({ queueId, fairShare }) => [queueId, fairShare['gpu']])
  expect(shares).toEqual([
    ['a', gpus(2)],
    ['b', gpus(14)],
  ])
})

test('a limit set below what a user holds takes nothing away, and shows in the checker', () => {
  const w = world(base, limited('a', 4), of('ann', 4, 'a'))
  settle(w)
  tell(w, limited('a', 1), workload('more', 'a', 1, { userId: 'ann' }))
  settle(w)
  expect([held(w, 'ann'), w.preemptions]).toEqual([4, 0])
  expect(checkInvariants(w.state)).toEqual([
    {
      kind: 'user-limit',
      subject: 'a',
      resource: 'gpu',
      held: 4_000,
      bound: 1_000,
      text: 'user ann holds 4000 gpu of at most 1000 in a',
    },
  ])
})

test('the state knows who a workload is charged to, and forgets users that nobody names any more', () => {
  const w = world(base, limited('a', 4), workload('one', 'a', 1, { userId: 'ann' }))
  const users = () => describeState(w.state).flatMap((delta) => (delta.kind === 'workload' ? [delta.userId] : []))
  expect(users()).toEqual(['ann'])
  tell(w, workload('one', 'a', 1, { userId: 'bob' }))
  expect(users()).toEqual(['bob'])
  tell(w, workload('one', 'a', 1))
  expect(users()).toEqual([undefined])
  expect(w.state.workloads.users.index.size).toBe(0)
})
