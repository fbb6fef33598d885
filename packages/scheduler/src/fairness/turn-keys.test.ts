import { expect, test } from 'vitest'
import type { Delta } from '../index.ts'
import { cluster, node, NOW, plan, pool, queue, quota, workload, workloads, world } from '../../test/world.ts'

/** The order in which the plan serves what waits, by the names of workloads. */
function order(gpus: number, ...deltas: (Delta | Delta[])[]): string[] {
  const w = world(cluster('c1'), pool('p1'), node('n1', gpus), ...deltas)
  return plan(w).assignments.map(({ workloadId }) => workloadId)
}

function running(id: string, queueId: string, gpu: number) {
  return workload(id, queueId, gpu, {
    submittedAt: 1,
    run: { id, clusterId: 'c1', nodeIds: ['n1'], startedAt: 1, stopping: false },
  })
}

/** Each case differs in one step of the comparator, and would go the other way by every later step. */
test('step 1: a queue at or under its fair share goes before one above it', () => {
  expect(
    order(
      10,
      [queue('above', quota(2, null, 0), { rank: 9 }), queue('under', quota(0))],
      running('held', 'above', 4),
      workload('a', 'above', 1, { submittedAt: 2 }),
      workloads(6, 'u', 'under', 1),
    )[0],
  ).toBe('u0')
})

test('step 2: a queue that stays inside its deserved quota with its next workload goes before one that does not', () => {
  expect(
    order(
      10,
      [queue('beyond', quota(1), { rank: 9 }), queue('inside', quota(4))],
      running('held', 'beyond', 1),
      workload('b', 'beyond', 1, { submittedAt: 2 }),
      workload('i', 'inside', 1),
    ),
  ).toEqual(['i', 'b'])
})

test('step 3: the higher rank goes first', () => {
  expect(
    order(
      10,
      [queue('low', quota(0)), queue('high', quota(0), { rank: 1, createdAt: 9 })],
      workload('l', 'low', 1, { submittedAt: 2 }),
      workload('h', 'high', 1),
    ),
  ).toEqual(['h', 'l'])
})

test('step 4: a queue that holds what it has no share of goes after one that does not', () => {
  expect(
    order(
      3,
      [
        queue('owner', quota(2)),
        queue('guest', quota(0, null, 0)),
        queue('other', quota(0, null, 0), { createdAt: 9 }),
      ],
      running('held', 'guest', 1),
      workloads(2, 'o', 'owner', 1, { submittedAt: 1 }),
      workload('g', 'guest', 1, { submittedAt: 2 }),
      workload('x', 'other', 3, { submittedAt: 3 }),
    ),
  ).toEqual(['o0', 'o1'])
  expect(
    order(
      4,
      [queue('guest', quota(0, null, 0)), queue('other', quota(0, null, 0), { createdAt: 9 })],
      [queue('owner', quota(2)), running('mine', 'owner', 2), running('held', 'guest', 1)],
      workload('g', 'guest', 0.25, { submittedAt: 2 }),
      workload('x', 'other', 1),
    ),
  ).toEqual(['x'])
})

test('step 5: the smaller part of its share with the next workload goes first', () => {
  expect(
    order(
      10,
      [queue('half', quota(4)), queue('quarter', quota(4), { createdAt: 9 })],
      workload('h', 'half', 2, { submittedAt: 2 }),
      workload('h-rest', 'half', 2),
      workload('q', 'quarter', 1),
      workload('q-rest', 'quarter', 3),
    ),
  ).toEqual(['q', 'h', 'q-rest', 'h-rest'])
})

test('step 6: where that is equal, the smaller part of its share now goes first', () => {
  expect(
    order(
      8,
      [queue('holds', quota(4)), queue('empty', quota(4), { createdAt: 9 })],
      running('held', 'holds', 1),
      workload('h', 'holds', 1, { submittedAt: 2 }),
      workload('h-rest', 'holds', 2, { submittedAt: 3 }),
      workload('e', 'empty', 2),
      workload('e-rest', 'empty', 2),
    )[0],
  ).toBe('e')
})

test('step 7: where that is equal as well, the smaller share goes first', () => {
  expect(
    order(
      12,
      [queue('large', quota(8)), queue('small', quota(4), { createdAt: 9 })],
      workload('l', 'large', 4, { submittedAt: 2 }),
      workload('l-rest', 'large', 4, { submittedAt: 3 }),
      workload('s', 'small', 2),
      workload('s-rest', 'small', 2),
    )[0],
  ).toBe('s')
})

test('step 8: then the earlier submission, which is ours; then the older queue; then the smaller id', () => {
  const pair = (a: object, b: object, queues: object) =>
    order(
      8,
      [queue('b', quota(4)), queue('a', quota(4), queues)],
      workload('of-a', 'a', 1, a),
      workload('of-b', 'b', 1, b),
      workload('rest-a', 'a', 3, { submittedAt: NOW }),
      workload('rest-b', 'b', 3, { submittedAt: NOW }),
    )[0]
  expect(pair({ submittedAt: 1 }, { submittedAt: 2 }, { createdAt: 9 })).toBe('of-a')
  expect(pair({}, {}, { createdAt: 9 })).toBe('of-b')
  expect(pair({}, {}, {})).toBe('of-a')
})

test('inside a queue: higher priority, then earlier submission, then the smaller id', () => {
  expect(
    order(
      4,
      queue('a', quota(4)),
      workload('z', 'a', 1, { submittedAt: 5 }),
      workload('y', 'a', 1, { submittedAt: 5 }),
      workload('x', 'a', 1, { submittedAt: 4 }),
      workload('w', 'a', 1, { submittedAt: 9, priority: 90 }),
    ),
  ).toEqual(['w', 'x', 'y', 'z'])
})

test('in every queue of a tree the same steps decide', () => {
  expect(
    order(
      8,
      [queue('d1', quota(4)), queue('d2', quota(4), { rank: 1 })],
      [queue('a', quota(4), { parentId: 'd1', rank: 9 }), queue('b', quota(4), { parentId: 'd2' })],
      workloads(2, 'a', 'a', 1, { submittedAt: 1 }),
      workloads(2, 'b', 'b', 1),
    ),
  ).toEqual(['b0', 'b1', 'a0', 'a1'])
})
