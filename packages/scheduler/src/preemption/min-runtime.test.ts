import { expect, test } from 'vitest'
import { applyDeltas, createState, DEFAULT_POLICY, planRound, type Delta, type QueueUpsert } from '../index.ts'
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
} from '../../test/world.ts'

const MINUTE = 60_000

function safe(
  id: string,
  deserved: number,
  minutes: number | undefined,
  change: Partial<QueueUpsert> = {},
): QueueUpsert {
  const made = queue(id, quota(deserved), change)
  if (minutes === undefined) return made
  return { ...made, pools: { p1: { ...made.pools['p1']!, minRuntimeMs: minutes * MINUTE } } }
}

/** Which of the runs of `victim`'s tree may be taken for a newcomer after so many minutes. */
function takenAfter(minutes: number, queues: QueueUpsert[], victimQueue: string, newcomer: Delta, poolMinutes = 0) {
  const w = world(cluster('c1'), pool('p1', { minRuntimeMs: poolMinutes * MINUTE }), node('n1', 4), queues)
  tell(w, workloads(4, 'run', victimQueue, 1, { submittedAt: 1 }))
  step(w)
  tell(w, newcomer)
  w.now = NOW + minutes * MINUTE
  return plan(w).preemptions.length
}

test('in a queue, the minimum runtime set nearest on the way up counts, else that of the pool', () => {
  const urgent = workload('urgent', 'a', 1, { priority: 90 })
  const tree = (own?: number, above?: number) => [safe('d', 4, above), safe('a', 4, own, { parentId: 'd' })]
  for (const [own, above, ofPool, after] of [
    [5, 20, 30, 5],
    [undefined, 20, 30, 20],
    [undefined, undefined, 30, 30],
    [0, 20, 30, 0],
  ] as const) {
    if (after > 0) expect(takenAfter(after - 1, tree(own, above), 'a', urgent, ofPool)).toBe(0)
    expect(takenAfter(after, tree(own, above), 'a', urgent, ofPool)).toBe(1)
  }
})

test('between queues, the queue below the lowest common ancestor on the way to the victim counts', () => {
  const heir = workload('heir', 'heir', 1)
  const apart = [
    safe('d1', 0, 20),
    safe('victims', 0, 5, { parentId: 'd1' }),
    safe('d2', 4, 40),
    safe('heir', 4, 50, { parentId: 'd2' }),
  ]
  expect(takenAfter(19, apart, 'victims', heir)).toBe(0)
  expect(takenAfter(20, apart, 'victims', heir)).toBe(1)
  const together = [
    safe('d1', 4, 20),
    safe('victims', 0, 5, { parentId: 'd1' }),
    safe('heir', 4, 50, { parentId: 'd1' }),
  ]
  expect(takenAfter(4, together, 'victims', heir)).toBe(0)
  expect(takenAfter(5, together, 'victims', heir)).toBe(1)
})

test('a value lower down does not make runs safe from other departments, nor unsafe', () => {
  const heir = workload('heir', 'heir', 1)
  const queues = [
    safe('d1', 0, undefined),
    safe('victims', 0, 60, { parentId: 'd1' }),
    safe('d2', 4, undefined),
    safe('heir', 4, undefined, { parentId: 'd2' }),
  ]
  expect(takenAfter(9, queues, 'victims', heir, 10)).toBe(0)
  expect(takenAfter(10, queues, 'victims', heir, 10)).toBe(1)
})

test('the rate limit of a pool bounds what a round preempts, and tells apart from the cap on rounds', () => {
  const state = createState()
  const run = (id: string) => ({ id, clusterId: 'c1', nodeIds: ['n1'], startedAt: 1, stopping: false })
  applyDeltas(state, [
    cluster('c1'),
    pool('p1'),
    node('n1', 4),
    queue('heir', quota(4)),
    queue('guest', quota(0)),
    ...workloads(4, 'g', 'guest', 1).map((one) => ({ ...one, run: run(one.id) })),
    workload('pair', 'heir', 2, { classKey: 'pair' }),
    workload('one', 'heir', 1, { classKey: 'one', submittedAt: NOW }),
  ])
  const taken = (preemptionsLeft: Record<string, number> | undefined, cap = 1_000) => {
    const inputs = { now: NOW, random: () => 0, ...(preemptionsLeft === undefined ? {} : { preemptionsLeft }) }
    return planRound(state, { ...DEFAULT_POLICY, preemptionsMaxPerRound: cap }, inputs)
  }
  expect(taken(undefined).preemptions).toHaveLength(3)
  expect(taken({ other: 0 }).preemptions).toHaveLength(3)
  expect(taken({ p1: 2 }).preemptions.map(({ forWorkloadId }) => forWorkloadId)).toEqual(['pair', 'pair'])
  expect(taken({ p1: 1.9 }).preemptions.map(({ forWorkloadId }) => forWorkloadId)).toEqual(['one'])
  expect(taken({ p1: 0 }).preemptions).toEqual([])
  expect(taken({ p1: 5 }, 1).preemptions).toHaveLength(1)
})
