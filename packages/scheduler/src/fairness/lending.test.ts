import { expect, test } from 'vitest'
import { checkInvariants, type Quota } from '../index.ts'
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
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'

const base = [cluster('c1'), pool('p1')]
const old = { submittedAt: 1 }

function bounded(deserved: number, bounds: { borrow?: number; lend?: number; limit?: number }): Quota {
  return {
    ...quota(deserved, bounds.limit ?? null),
    ...(bounds.borrow === undefined ? {} : { borrowLimit: gpus(bounds.borrow) }),
    ...(bounds.lend === undefined ? {} : { lendLimit: gpus(bounds.lend) }),
  }
}

function held(w: World, prefix: string): number {
  return [...w.runs.keys()].filter((id) => id.startsWith(prefix)).length
}

function share(w: World, queueId: string): number {
  return plan(w).standings.find((standing) => standing.queueId === queueId)!.fairShare['gpu']! / gpus(1)
}

test('a queue borrows up to its borrow limit and no further, though room is free', () => {
  const w = world(base, node('n1', 16), [queue('a', bounded(4, { borrow: 2 }))], workloads(16, 'a', 'a', 1))
  settle(w)
  expect([held(w, 'a'), share(w, 'a')]).toEqual([6, 6])
})

test('a borrow limit of 0 holds a queue at what it deserves, and absent or null it means without bound', () => {
  for (const [borrow, want] of [
    [{ borrowLimit: 0 }, 4],
    [{ borrowLimit: null }, 16],
    [{}, 16],
  ] as const) {
    const w = world(base, node('n1', 16), [queue('a', { ...quota(4), ...borrow })], workloads(16, 'a', 'a', 1))
    settle(w)
    expect(held(w, 'a')).toBe(want)
  }
})

test('the tighter of limit and borrow limit counts', () => {
  const w = world(base, node('n1', 16), [queue('a', bounded(4, { borrow: 6, limit: 7 }))], workloads(16, 'a', 'a', 1))
  settle(w)
  expect(held(w, 'a')).toBe(7)
})

test('borrowing is bounded between departments and, on its own, between projects', () => {
  const w = world(
    base,
    node('n1', 32),
    [
      queue('d', bounded(8, { borrow: 4 })),
      queue('a', bounded(4, { borrow: 3 }), { parentId: 'd' }),
      queue('b', quota(4), { parentId: 'd' }),
    ],
    workloads(20, 'a', 'a', 1),
  )
  settle(w)
  expect(held(w, 'a')).toBe(7)
  tell(w, workloads(20, 'b', 'b', 1))
  settle(w)
  expect([held(w, 'a'), held(w, 'b')]).toEqual([6, 6])
  expect(checkInvariants(w.state)).toEqual([])
})

test('work of higher priority starts at a full borrow limit by sending lesser work of the queue away', () => {
  const w = world(base, node('n1', 16), [queue('a', bounded(2, { borrow: 2 }))], workloads(4, 'low', 'a', 1, old))
  settle(w)
  tell(w, workload('high', 'a', 2, { priority: 90 }))
  settle(w)
  expect([held(w, 'low'), held(w, 'high')]).toEqual([2, 1])
})

test('what a queue does not lend stays free for it, however much others ask for', () => {
  const w = world(
    base,
    node('n1', 10),
    [queue('owner', bounded(6, { lend: 2 })), queue('guest', quota(4))],
    workloads(20, 'g', 'guest', 1),
  )
  settle(w)
  expect([held(w, 'g'), share(w, 'guest')]).toEqual([6, 6])
  tell(w, workloads(4, 'o', 'owner', 1))
  const planned = step(w)
  expect(names(planned)).toEqual(['o0', 'o1', 'o2', 'o3'])
  expect(planned.preemptions).toEqual([])
})

test('what it lent comes back by preemption, as without a lend limit', () => {
  const w = world(
    base,
    node('n1', 10),
    [queue('owner', bounded(6, { lend: 2 })), queue('guest', quota(4))],
    workloads(20, 'g', 'guest', 1, old),
  )
  settle(w)
  tell(w, workloads(6, 'o', 'owner', 1))
  settle(w)
  expect([held(w, 'o'), held(w, 'g'), w.preemptions]).toEqual([6, 4, 2])
})

test('a lend limit of 0 lends nothing, null or absent lends everything, and work that runs counts as used', () => {
  for (const [lend, runs, want] of [
    [{ lendLimit: 0 }, 0, 4],
    [{ lendLimit: null }, 0, 10],
    [{}, 0, 10],
    [{ lendLimit: 0 }, 4, 4],
    [{ lendLimit: gpus(1) }, 4, 5],
  ] as const) {
    const w = world(
      base,
      node('n1', 10),
      [queue('owner', { ...quota(6), ...lend }), queue('guest', quota(0))],
      workloads(runs, 'o', 'owner', 1, old),
    )
    settle(w)
    tell(w, workloads(20, 'g', 'guest', 1))
    settle(w)
    expect(held(w, 'g')).toBe(want)
  }
})

test('a project keeps room from its siblings and from other departments, as far as its department deserves it', () => {
  for (const [department, guests, left] of [
    [quota(5), 7, 5],
    [quota(3), 9, 3],
    [quota(null), 7, 5],
    [undefined, 7, 5],
    [quota(0), 12, 0],
  ] as const) {
    for (const id of ['sibling', 'other']) {
      const w = world(
        base,
        node('n1', 12),
        [
          queue('d1', department),
          queue('keeper', bounded(5, { lend: 0 }), { parentId: 'd1' }),
          queue('sibling', quota(0), { parentId: 'd1' }),
          queue('d2', quota(0)),
          queue('other', quota(0), { parentId: 'd2' }),
        ],
        workloads(20, 'guest', id, 1),
      )
      settle(w)
      expect(held(w, 'guest')).toBe(guests)
      tell(w, workloads(5, 'k', 'keeper', 1))
      expect(names(step(w))).toHaveLength(left)
      expect(checkInvariants(w.state)).toEqual([])
    }
  }
})

test('under the limit of a department, what a project keeps is not there for the others', () => {
  const w = world(
    base,
    node('n1', 32),
    [
      queue('d', quota(8, 8)),
      queue('keeper', bounded(5, { lend: 0 }), { parentId: 'd' }),
      queue('sibling', quota(3), { parentId: 'd' }),
    ],
    workloads(20, 's', 'sibling', 1),
  )
  settle(w)
  expect(held(w, 's')).toBe(3)
})

test('a lend limit set later takes nothing away; nobody new gets into what is kept', () => {
  const w = world(
    base,
    node('n1', 10),
    [queue('owner', quota(6)), queue('guest', quota(0))],
    workloads(10, 'g', 'guest', 1, old),
  )
  settle(w)
  tell(w, queue('owner', bounded(6, { lend: 0 })), workloads(4, 'more', 'guest', 1))
  settle(w)
  expect([held(w, 'g'), w.preemptions]).toEqual([10, 0])
  expect(checkInvariants(w.state)).toMatchObject([{ kind: 'lend-limit', subject: 'p1', resource: 'gpu' }])
  tell(w, ...['g0', 'g1', 'g2'].map((id) => ({ kind: 'remove', of: 'workload', id }) as const))
  settle(w)
  expect(held(w, 'more')).toBe(0)
})

test('promises beyond what there is: the queues that keep room get it, first come first served, and guests get none', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('a', bounded(8, { lend: 0 })), queue('b', bounded(8, { lend: 0 })), queue('guest', quota(0))],
    workloads(8, 'g', 'guest', 1, old),
    workloads(3, 'a', 'a', 1),
    workloads(3, 'b', 'b', 1),
  )
  settle(w)
  expect([held(w, 'a'), held(w, 'b'), held(w, 'g')]).toEqual([3, 3, 0])
  expect(checkInvariants(w.state)).toEqual([])
})

test('rightful work takes from guests, and leaves alone what others keep', () => {
  const w = world(
    base,
    node('n1', 12),
    [queue('owner', bounded(4, { lend: 0 })), queue('heir', quota(6)), queue('guest', quota(0))],
    workloads(12, 'g', 'guest', 1, old),
  )
  settle(w)
  expect(held(w, 'g')).toBe(8)
  tell(w, workloads(6, 'h', 'heir', 1))
  settle(w)
  expect([held(w, 'h'), held(w, 'g'), w.preemptions]).toEqual([6, 2, 6])
})

test('what is kept is not lent until runs are gone, though it will not be needed once they are', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('owner', bounded(4, { lend: 0 })), queue('guest', quota(0)), queue('late', quota(0))],
    workloads(4, 'g', 'guest', 1, old),
  )
  settle(w)
  for (const [id, { runId, nodeIds }] of w.runs)
    tell(w, { kind: 'run', workloadId: id, run: { id: runId, clusterId: 'c1', nodeIds, stopping: true } })
  tell(w, workloads(2, 'l', 'late', 1))
  expect(names(plan(w))).toEqual([])
  tell(w, workloads(4, 'o', 'owner', 1))
  expect(names(plan(w))).toEqual(['o0', 'o1', 'o2', 'o3'])
})

test('a nomination into room that is kept since then is withdrawn', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('owner', quota(6)), queue('guest', quota(2))],
    workloads(8, 'low', 'guest', 1, old),
  )
  settle(w)
  w.lagRounds = 3
  tell(w, workload('high', 'guest', 4, { priority: 90 }))
  expect(step(w).nominations.map(({ workloadId }) => workloadId)).toEqual(['high'])
  tell(w, queue('owner', bounded(6, { lend: 0 })))
  expect(plan(w)).toMatchObject({ withdrawnNominations: ['high'], nominations: [] })
})

test('whoever borrows since a quota was lowered is named at once, and not when work starts in what its own queue keeps', () => {
  const projects = [
    queue('owner', bounded(7, { lend: 0 }), { parentId: 'd' }),
    queue('guest', quota(0), { parentId: 'd' }),
  ]
  const w = world(base, node('n1', 4), queue('d', bounded(7, { lend: 0 })), projects, workload('g', 'guest', 1, old))
  expect(names(step(w))).toEqual(['g'])
  expect(checkInvariants(w.state)).toEqual([])
  tell(w, queue('other', bounded(5, { lend: 0 })), queue('d', quota(2)))
  const before = checkInvariants(w.state)
  expect(before.map(({ kind, subject }) => [kind, subject])).toEqual([['lend-limit', 'p1']])
  tell(w, workload('o', 'owner', 2))
  expect(names(step(w))).toEqual(['o'])
  expect(checkInvariants(w.state).map(({ kind, subject }) => [kind, subject])).toEqual([['lend-limit', 'p1']])
})
