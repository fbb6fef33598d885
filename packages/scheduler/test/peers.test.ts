import { expect, test } from 'vitest'
import {
  cluster,
  commit,
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
} from './world.ts'

/** Loads under which other schedulers went wrong, told by their reports; the numbers are ours. */
const base = [cluster('c1'), pool('p1')]
const old = { submittedAt: 1 }
const cores = (count: number) => count * 1_000

function held(w: World, prefix: string): number {
  return [...w.runs.keys()].filter((id) => id.startsWith(prefix)).length
}

/** Preemptions that further rounds bring to a world at rest: none. */
function laterMoves(w: World): number {
  const before = w.preemptions
  for (let i = 0; i < 10; i++) {
    step(w)
    w.now += 60_000
  }
  return w.preemptions - before
}

// Kueue 3779: a department's guarantee over two best-effort tenants; a victim was admitted again and preempted again.
test('a department gets its guarantee from two borrowers, and nobody comes back into the room', () => {
  const w = world(
    base,
    node('n1', 6),
    [queue('guaranteed', quota(3)), queue('g', quota(0), { parentId: 'guaranteed' })],
    [queue('a', quota(0)), queue('b', quota(0))],
    [...workloads(2, 'a', 'a', 2, old), ...workloads(2, 'b', 'b', 1, old)],
  )
  settle(w)
  w.lagRounds = 2
  tell(w, workload('g1', 'g', 1))
  settle(w)
  tell(w, workload('g2', 'g', 2))
  settle(w)
  expect(held(w, 'g')).toBe(2)
  expect(w.preemptions).toBeLessThanOrEqual(3)
  expect(laterMoves(w)).toBe(0)
})

// Kueue 3779, the flat form: a guaranteed tenant above its quota asked for more, and best effort was evicted again and again.
test('a tenant that has more than its guarantee takes nothing from best effort', () => {
  const w = world(
    base,
    node('n1', 6),
    [queue('a', quota(3)), queue('b', quota(3)), queue('best-effort', quota(0))],
    [workload('a-large', 'a', 5, old), workload('e', 'best-effort', 1, old)],
  )
  settle(w)
  tell(w, workload('a-small', 'a', 1))
  settle(w)
  expect([held(w, 'a-large'), held(w, 'e'), held(w, 'a-small'), w.preemptions]).toEqual([1, 1, 0, 0])
  expect(laterMoves(w)).toBe(0)
})

// Kueue 7101: 8 pods in gangs of 2; then gangs of 6, 5, 4 and 3. The one of 4 was refused, the one of 3 flapped 33 times.
test('of gangs of 6, 5, 4 and 3, the one that its half covers gets its room, once', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('one', quota(0)), queue('two', quota(0))],
    workloads(4, 'first', 'one', 1, { ...old, replicas: 2 }),
  )
  settle(w)
  for (const replicas of [6, 5, 4, 3]) {
    tell(w, workload(`gang${replicas}`, 'two', 1, { replicas, submittedAt: w.now }))
    settle(w)
  }
  expect([...w.runs.keys()].sort()).toEqual(['first0', 'first1', 'gang4'])
  expect(w.preemptions).toBe(2)
  expect(laterMoves(w)).toBe(0)
})

// Kueue 13662: two victims that took unequally long to stop were admitted again in turns, each into the room of the other.
test('a victim that is gone early does not come back while the preemptor waits for the others', () => {
  const w = world(
    base,
    [node('n1', 4), node('n2', 4)],
    [queue('owner', quota(4)), queue('b', quota(2)), queue('c', quota(2))],
    [...workloads(2, 'b', 'b', 2, old), ...workloads(2, 'c', 'c', 2, old)],
  )
  settle(w)
  tell(w, workload('owner', 'owner', 2, { replicas: 2 }))
  const planned = plan(w)
  commit(w, planned)
  const victims = planned.preemptions.map(({ workloadId }) => workloadId).sort()
  expect(victims.map((id) => id[0])).toEqual(['b', 'c'])
  w.leaving.set(victims[0]!, 0)
  w.leaving.set(victims[1]!, 4)
  for (let round = 0; round < 4; round++) {
    expect(step(w).assignments).toEqual([])
    expect(w.runs.has(victims[0]!)).toBe(false)
  }
  settle(w)
  expect([w.runs.has('owner'), w.preemptions]).toEqual([true, 2])
  expect(laterMoves(w)).toBe(0)
})

// Kueue 14543: own targets made others' targets legal, then were filled back, and the others' were taken against the rules.
test('a queue that gives up work of its own to reclaim the rest does not get its own back with it', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('a', quota(4)), queue('b', quota(4))],
    [...workloads(3, 'low', 'a', 1, { ...old, priority: 25 }), ...workloads(5, 'b', 'b', 1, old)],
  )
  settle(w)
  tell(w, workload('urgent', 'a', 4, { priority: 90 }))
  settle(w)
  expect([held(w, 'urgent'), held(w, 'low'), held(w, 'b'), w.preemptions]).toEqual([1, 0, 4, 4])
  expect(laterMoves(w)).toBe(0)
})

// Volcano 3729: 11 cores, 5 deserved and 10 at most each; jobs of 5 pods of which 2 are needed took each other's pods for ever.
test('two elastic gangs on 11 cores share them after one preemption', () => {
  const cpu = { cpu: { deserved: cores(5), limit: cores(10), weight: 1 } }
  const share = (id: string) => ({ ...queue(id, undefined), pools: { p1: { rank: 0, quotas: cpu } } })
  const gang = (id: string, submittedAt: number) =>
    workload(id, id, 0, { requests: { cpu: cores(2) }, replicas: 5, replicasMin: 2, submittedAt })
  const w = world(base, node('n1', 0, { allocatable: { cpu: cores(11), memory: 65_536 } }), [share('a'), share('b')])
  tell(w, gang('a', 1))
  settle(w)
  expect(w.runs.get('a')!.nodeIds).toHaveLength(5)
  tell(w, gang('b', w.now))
  settle(w)
  expect([...w.runs.values()].map(({ nodeIds }) => nodeIds.length).sort((x, y) => x - y)).toEqual([2, 3])
  expect(w.preemptions).toBe(1)
  expect(laterMoves(w)).toBe(0)
})

// Volcano 3869: jobs that run with less than all of their pods went on reclaiming for the rest from each other.
test('gangs that run with fewer replicas than all take nothing for the rest', () => {
  const cpu = { cpu: { deserved: cores(21), limit: null, weight: 1 } }
  const share = (id: string) => ({ ...queue(id, undefined), pools: { p1: { rank: 0, quotas: cpu } } })
  const gang = (id: string, submittedAt: number) =>
    workload(id, id, 0, { requests: { cpu: cores(7) }, replicas: 5, replicasMin: 1, submittedAt })
  const hosts = ['n1', 'n2', 'n3'].map((id) => node(id, 0, { allocatable: { cpu: cores(16), memory: 65_536 } }))
  const w = world(base, hosts, [share('a'), share('b')], gang('a', 1))
  settle(w)
  tell(w, gang('b', w.now))
  settle(w)
  expect([held(w, 'a'), held(w, 'b'), w.preemptions]).toEqual([1, 1, 0])
  expect(laterMoves(w)).toBe(0)
})

// Volcano 5805: after a node was repaired, newcomers took its room from a gang of which the other half was still placed.
test('a gang that lost a node is whole again after its repair, though newcomers keep coming', () => {
  const w = world(
    [cluster('c1'), pool('p1', { maxWaitMs: 5_000 }), queue('a', quota(null))],
    [node('n1', 1), node('n2', 1)],
    workload('gang', 'a', 1, { replicas: 2, submittedAt: NOW }),
  )
  settle(w)
  tell(w, node('n2', 1, { schedulable: false }), { kind: 'run', workloadId: 'gang', run: undefined })
  for (let round = 0; round < 30 && !w.runs.has('gang'); round++) {
    if (round === 3) tell(w, node('n2', 1))
    tell(w, workload(`new${round}`, 'a', 1, { submittedAt: w.now }))
    const gone = `new${round - 2}`
    if (w.runs.has(gone)) tell(w, { kind: 'remove', of: 'workload', id: gone })
    step(w)
    expect(w.runs.get('gang')?.nodeIds.length ?? 2).toBe(2)
  }
  expect(w.runs.has('gang')).toBe(true)
})

// Volcano docs/design/hdrf.md, the second tree: a sibling that can use no more of one resource blocked the other resource.
test('a department of cores and GPUs leaves its neighbours an equal part of each', () => {
  const w = world(
    base,
    node('n1', 12, { allocatable: { cpu: cores(12), memory: 65_536, gpu: 12_000 } }),
    [queue('n1', undefined), queue('n2', undefined), queue('n3', undefined), queue('n4', undefined)],
    [queue('n31', undefined, { parentId: 'n3' }), queue('n32', undefined, { parentId: 'n3' })],
    ['n1', 'n2', 'n31'].flatMap((id) => workloads(12, `${id}-`, id, 0, { requests: { cpu: cores(1) } })),
    ['n32', 'n4'].flatMap((id) => workloads(12, `${id}-`, id, 1)),
  )
  settle(w)
  expect(['n1-', 'n2-', 'n31-', 'n32-', 'n4-'].map((prefix) => held(w, prefix))).toEqual([4, 4, 4, 6, 6])
})

// Armada pull request 3978: urgency through several levels oversubscribed nodes.
test('two levels of urgency at once send the lowest away, once, and the next level only for the highest', () => {
  const w = world(base, node('n1', 4), queue('a', quota(null)), workloads(4, 'low', 'a', 1, { ...old, priority: 25 }))
  settle(w)
  w.lagRounds = 2
  tell(w, workloads(2, 'mid', 'a', 1, { priority: 80 }), workloads(2, 'high', 'a', 1, { priority: 125 }))
  settle(w)
  expect([held(w, 'low'), held(w, 'mid'), held(w, 'high'), w.preemptions]).toEqual([0, 2, 2, 4])
  tell(w, workloads(2, 'more', 'a', 1, { priority: 125 }))
  settle(w)
  expect([held(w, 'low'), held(w, 'mid'), held(w, 'more'), w.preemptions]).toEqual([0, 0, 2, 6])
  expect(laterMoves(w)).toBe(0)
})

// KAI Scheduler 1969: a large gang starved behind small work that took each GPU as it came free.
test('a large gang starts behind small work that never ends coming', () => {
  const w = world(
    [cluster('c1'), pool('p1', { maxWaitMs: 10_000 }), queue('a', quota(null))],
    [node('n1', 4), node('n2', 4)],
    workloads(8, 'small', 'a', 1, old),
  )
  settle(w)
  tell(w, workload('gang', 'a', 4, { replicas: 2, submittedAt: w.now }))
  let next = 0
  for (let round = 0; round < 40 && !w.runs.has('gang'); round++) {
    const [oldest] = [...w.runs.keys()]
    if (oldest !== undefined) tell(w, { kind: 'remove', of: 'workload', id: oldest })
    tell(w, workload(`next${next++}`, 'a', 1, { submittedAt: w.now }))
    step(w)
  }
  expect(w.runs.has('gang')).toBe(true)
})
