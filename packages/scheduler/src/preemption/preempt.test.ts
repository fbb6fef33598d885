import { expect, test } from 'vitest'
import {
  cluster,
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

function victims(w: World): string[] {
  return plan(w)
    .preemptions.map(({ workloadId }) => workloadId)
    .sort()
}

function held(w: World, prefix: string): number {
  return [...w.runs.keys()].filter((id) => id.startsWith(prefix)).length
}

/** Two queues with 4 GPUs each; speech has borrowed all 8. */
function borrowed(): World {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(8, 's', 'speech', 1, old),
  )
  settle(w)
  return w
}

test('a borrowed GPU returns within one round when its owner asks', () => {
  const w = borrowed()
  tell(w, workload('v', 'vision', 1))
  const planned = step(w)
  expect(planned.preemptions).toEqual([
    {
      workloadId: 's7',
      runId: expect.stringContaining('run-s7'),
      cause: 'RECLAIM',
      forWorkloadId: 'v',
      forQueueId: 'vision',
    },
  ])
  expect(planned.nominations).toEqual([
    {
      workloadId: 'v',
      clusterId: 'c1',
      nodeIds: ['n1'],
      poolId: 'p1',
      waitsForRunIds: [planned.preemptions[0]!.runId],
    },
  ])
  expect(step(w).assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds])).toEqual([['v', ['n1']]])
})

test('an owner gets back what it is owed and no more', () => {
  const w = borrowed()
  tell(w, workloads(8, 'v', 'vision', 1))
  settle(w)
  expect([held(w, 's'), held(w, 'v'), w.preemptions]).toEqual([4, 4, 4])
})

test('W2: what was lent comes back up to the fair share, quota and half of the surplus', () => {
  const w = world(
    base,
    node('n1', 20),
    [queue('a', quota(5)), queue('b', quota(5))],
    workloads(15, 'a', 'a', 1, old),
    workloads(5, 'b', 'b', 1, old),
  )
  settle(w)
  tell(w, workloads(10, 'more', 'b', 1))
  settle(w)
  expect([held(w, 'a'), held(w, 'b') + held(w, 'more'), w.preemptions]).toEqual([10, 10, 5])
})

test('law: a queue inside its deserved quota loses nothing to others', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(8)), queue('speech', quota(4))],
    workloads(4, 's', 'speech', 1, old),
    workloads(4, 'v', 'vision', 1, old),
  )
  settle(w)
  tell(w, workloads(8, 'more', 'vision', 1))
  expect(victims(w)).toEqual([])
})

test('law: what would put its queue above its fair share takes nothing from others', () => {
  const w = borrowed()
  tell(w, workload('v', 'vision', 5))
  expect(victims(w)).toEqual([])
  tell(w, workload('u', 'vision', 4))
  expect(victims(w)).toEqual(['s4', 's5', 's6', 's7'])
})

test('law: priority does not reach across queues', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(4, 's', 'speech', 1, old),
    workloads(4, 'v', 'vision', 1, old),
  )
  settle(w)
  tell(w, workload('urgent', 'vision', 1, { priority: 90 }))
  expect(victims(w)).toEqual(['v3'])
  expect(plan(w).preemptions[0]!.cause).toBe('PRIORITY')
})

test('inside a queue, what the share covers does not make way for what it does not cover', () => {
  const cores = { deserved: 8_000, limit: null, weight: 0 }
  const w = world(
    base,
    node('n1', 1),
    { ...queue('vision', undefined), pools: { p1: { rank: 0, quotas: { gpu: quota(1), cpu: cores } } } },
    workload('low', 'vision', 1, old),
  )
  settle(w)
  tell(w, workload('urgent', 'vision', 1, { requests: { gpu: 1_000, cpu: 16_000 }, priority: 90 }))
  expect(victims(w)).toEqual([])
  tell(w, workload('modest', 'vision', 1, { requests: { gpu: 1_000, cpu: 8_000 }, priority: 80 }))
  expect(victims(w)).toEqual(['low'])
})

test('a run beyond the share, though served first, takes nothing of the share from those behind it', () => {
  const w = world(
    base,
    node('n1', 10),
    queue('vision', quota(4, null, 0)),
    ['big', 'low'].map((id, i) =>
      workload(id, 'vision', 6 - 2 * i, {
        priority: 90 - 50 * i,
        run: { id, clusterId: 'c1', nodeIds: ['n1'], startedAt: 1, stopping: false },
      }),
    ),
  )
  tell(w, workload('mid', 'vision', 4, { priority: 65 }))
  expect(victims(w)).toEqual(['low'])
})

test('nothing is taken from others while runs that cannot be preempted, and are stopping, use up the share', () => {
  const on = (id: string, nodeId: string, stopping: boolean) => ({
    ...old,
    run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping },
  })
  const w = world(
    base,
    [node('n1', 2, { labels: { kind: 'x' } }), node('n2', 3)],
    [queue('vision', quota(3, null, 0)), queue('speech', quota(0, null, 0))],
    workload('fixed', 'vision', 3, { ...on('fixed', 'n2', true), preemptible: false }),
    workload('low', 'vision', 1, { ...on('low', 'n1', false), priority: 25 }),
    workload('s', 'speech', 1, on('s', 'n1', false)),
  )
  tell(w, workload('urgent', 'vision', 2, { priority: 90, nodeSelector: { kind: 'x' } }))
  expect(victims(w)).toEqual([])
  tell(w, { kind: 'remove', of: 'workload', id: 'fixed' })
  expect(victims(w)).toEqual(['low', 's'])
})

test('inside a queue only strictly lower priority gives way, the lowest and youngest first', () => {
  const w = world(
    base,
    node('n1', 4),
    [queue('vision', quota(4))],
    [
      workload('mid', 'vision', 1, { ...old, priority: 65 }),
      workload('low-old', 'vision', 1, { submittedAt: 1, priority: 40 }),
      workload('low-new', 'vision', 1, { submittedAt: 2, priority: 40 }),
      workload('lowest', 'vision', 1, { submittedAt: 3, priority: 25 }),
    ],
  )
  settle(w)
  tell(w, workload('a', 'vision', 1, { priority: 65 }))
  expect(victims(w)).toEqual(['lowest'])
  tell(w, workload('b', 'vision', 1, { priority: 65 }))
  expect(victims(w)).toEqual(['low-new', 'lowest'])
  tell(w, workloads(4, 'c', 'vision', 1, { priority: 65 }))
  expect(victims(w)).toEqual(['low-new', 'low-old', 'lowest'])
})

test('of equals that are over the share, what has run for less time goes first', () => {
  const on = (id: string, startedAt: number) =>
    workload(id, 'speech', 1, { ...old, run: { id, clusterId: 'c1', nodeIds: ['n1'], startedAt, stopping: false } })
  const w = world(
    base,
    node('n1', 3),
    [queue('vision', quota(3)), queue('speech', quota(0))],
    [on('a', 500_000), on('b', 1_700_000_000_000), on('c', 1_000)],
    workloads(3, 'v', 'vision', 1),
  )
  const { preemptions } = plan(w, { preemptionsMaxPerRound: 1 })
  expect(preemptions.map(({ workloadId }) => workloadId)).toEqual(['b'])
})

test('urgency works through several levels: the lowest goes, the middle stays', () => {
  const levels = [25, 40, 65, 80]
  const w = world(
    base,
    node('n1', 4),
    [queue('vision', quota(4))],
    levels.map((priority) => workload(`p${priority}`, 'vision', 1, { ...old, priority })),
  )
  settle(w)
  tell(w, workload('top', 'vision', 2, { priority: 90 }))
  expect(victims(w)).toEqual(['p25', 'p40'])
  settle(w)
  expect([...w.runs.keys()].sort()).toEqual(['p65', 'p80', 'top'])
})

test('non-preemptible work is never taken, not even when its quota is cut', () => {
  const fixed = { ...old, preemptible: false, priority: 125 }
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(8)), queue('speech', quota(0))],
    workloads(8, 'v', 'vision', 1, fixed),
  )
  settle(w)
  tell(
    w,
    queue('vision', quota(0)),
    queue('speech', quota(8)),
    workloads(8, 's', 'speech', 1),
    workload('urgent', 'vision', 1, { priority: 150 }),
  )
  expect(victims(w)).toEqual([])
})

test('non-preemptible work of lower priority is not taken by urgent work of its own queue', () => {
  const nodeSelector = { kind: 'x' }
  const w = world(base, [node('n1', 4, { labels: nodeSelector }), node('n2', 4)], queue('vision', quota(8)))
  tell(w, workload('fixed', 'vision', 1, { ...old, nodeSelector, preemptible: false, priority: 25 }))
  settle(w)
  tell(w, workload('urgent', 'vision', 4, { nodeSelector, priority: 90 }))
  expect(victims(w)).toEqual([])
})

test('law: a queue beyond what it is owed of one resource keeps what it is owed of another', () => {
  const cores = { deserved: 64_000, limit: null, weight: 0 }
  const pools = { p1: { rank: 0, quotas: { gpu: quota(0, null, 0), cpu: cores } } }
  const on = (id: string, nodeId: string, requests: Record<string, number>) =>
    workload(id, 'speech', 0, {
      requests,
      run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false },
    })
  const w = world(
    base,
    [node('n1', 1), node('n2', 0)],
    [queue('speech', undefined, { pools }), queue('vision', undefined, { pools })],
    [on('both', 'n1', { gpu: 1_000, cpu: 48_000 }), on('cores', 'n2', { cpu: 16_000 })],
    workload('v', 'vision', 0, { requests: { cpu: 64_000 } }),
  )
  expect(victims(w)).toEqual([])
  tell(w, on('more', 'n2', { cpu: 8_000 }))
  expect(victims(w)).toEqual(['both'])
})

test('law: a department beyond its share takes nothing from another, though the project that asks is inside its own', () => {
  const on = (id: string, queueId: string, nodeId: string) =>
    workload(id, queueId, 1, { run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false } })
  const nothing = quota(0, null, 0)
  const w = world(
    base,
    [node('n1', 2), node('n2', 1)],
    [queue('d1', quota(2, null, 0)), queue('d2', nothing), queue('theirs', nothing, { parentId: 'd2' })],
    [queue('vision', quota(2, null, 0), { parentId: 'd1' }), queue('sibling', nothing, { parentId: 'd1' })],
    [on('s1', 'sibling', 'n1'), on('s2', 'sibling', 'n2'), on('t', 'theirs', 'n1')],
    workload('v', 'vision', 2),
  )
  expect(victims(w)).toEqual([])
  tell(w, { kind: 'remove', of: 'workload', id: 's2' }, { kind: 'remove', of: 'workload', id: 's1' })
  expect(victims(w)).toEqual(['t'])
})

test('law: a department inside its share loses nothing to others, though a project in it is beyond its own', () => {
  const on = (id: string, nodeId: string) =>
    workload(id, 'lender', 1, { run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false } })
  const w = world(
    base,
    [node('n1', 2), node('n2', 2)],
    [queue('d1', quota(2, null, 0)), queue('vision', quota(2, null, 0), { parentId: 'd1' })],
    [queue('d2', quota(0)), queue('lender', quota(0, null, 0), { parentId: 'd2' })],
    [on('a', 'n1'), on('b', 'n2'), workload('v', 'vision', 2)],
  )
  expect(victims(w)).toEqual([])
  tell(w, queue('d2', quota(0, null, 0)))
  expect(victims(w)).toHaveLength(1)
})

test('the cap of a round counts what is needed in the end, not what was taken on the way', () => {
  const on = (id: string, gpu: number, nodeId: string, startedAt: number) =>
    workload(id, 'vision', gpu, {
      submittedAt: startedAt,
      run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt, stopping: false },
    })
  const w = world(
    base,
    [node('n1', 1), node('n2', 3, { labels: { kind: 'x' } })],
    queue('vision', quota(4, 4)),
    [on('large', 3, 'n2', 1), on('small', 1, 'n1', 2)],
    workload('urgent', 'vision', 1, { priority: 90, nodeSelector: { kind: 'x' } }),
  )
  const { preemptions } = plan(w, { preemptionsMaxPerRound: 1 })
  expect(preemptions.map(({ workloadId }) => workloadId)).toEqual(['large'])
})

test('a full limit is cleared by runs on nodes that listen, though worse ones run where nobody does', () => {
  const w = world(
    [...base, cluster('c2')],
    [node('n1', 2), node('n2', 2, { clusterId: 'c2' })],
    queue('vision', quota(2, 2)),
    workload('near', 'vision', 1, { ...old, clusterIds: ['c1'] }),
    workload('far', 'vision', 1, { priority: 25, clusterIds: ['c2'] }),
  )
  settle(w)
  tell(w, workload('urgent', 'vision', 1, { priority: 90 }))
  expect(victims(w)).toEqual(['far'])
  tell(w, cluster('c2', { connected: false }))
  expect(victims(w)).toEqual(['near'])
})

test('non-preemptible work takes what it is owed from those who borrowed it', () => {
  const w = borrowed()
  tell(w, workload('ws', 'vision', 2, { preemptible: false, priority: 125 }))
  expect(victims(w)).toEqual(['s6', 's7'])
})

test('a run is safe until it has run for the minimum of its pool', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { minRuntimeMs: 60_000 }),
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(8, 's', 'speech', 1, old),
  )
  step(w)
  tell(w, workload('v', 'vision', 1))
  expect(victims(w)).toEqual([])
  w.now += 60_000
  expect(victims(w)).toEqual(['s7'])
})

test('one round preempts no more runs than the policy allows, and later rounds the rest', () => {
  const w = borrowed()
  tell(w, workloads(4, 'v', 'vision', 1))
  expect(step(w, { preemptionsMaxPerRound: 3 }).preemptions.length).toBe(3)
  expect(step(w, { preemptionsMaxPerRound: 3 }).preemptions.length).toBe(1)
  expect(plan(w, { preemptionsMaxPerRound: 0 }).preemptions).toEqual([])
})

test('nothing is taken for work that would not be placed by it', () => {
  const w = world(
    base,
    [node('n1', 4), node('n2', 4)],
    [queue('vision', quota(8)), queue('speech', quota(0))],
    [
      workload('fixed', 'vision', 1, { ...old, preemptible: false, priority: 125 }),
      ...workloads(7, 's', 'speech', 1, old),
    ],
  )
  settle(w)
  tell(w, workload('v', 'vision', 4, { replicas: 2 }), workload('huge', 'vision', 5))
  expect(victims(w)).toEqual([])
})

test('the node is chosen where least is lost', () => {
  const on = (nodeId: string, id: string, gpu: number) =>
    workload(id, 'speech', gpu, {
      ...old,
      run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false },
    })
  const w = world(
    base,
    [node('n1', 8), node('n2', 8)],
    [queue('vision', quota(8)), queue('speech', quota(0))],
    on('n1', 'a', 4),
    on('n1', 'b', 4),
    on('n2', 'c', 2),
    on('n2', 'd', 1),
  )
  tell(w, workload('v', 'vision', 6))
  expect(victims(w)).toEqual(['d'])
})

test('a run goes that makes room by itself, where a smaller one before it would use up what its queue holds too much', () => {
  const on = (id: string, queueId: string, gpu: number, submittedAt: number, preemptible = true) =>
    workload(id, queueId, gpu, {
      submittedAt,
      preemptible,
      run: { id, clusterId: 'c1', nodeIds: ['n1'], startedAt: submittedAt, stopping: false },
    })
  const w = world(
    base,
    [node('n1', 5), node('n2', 2)],
    [queue('d', quota(6)), queue('third', quota(1))],
    [queue('vision', quota(4), { parentId: 'd' }), queue('speech', quota(4), { parentId: 'd' })],
    [on('fixed', 'third', 0.5, 1, false), on('a', 'speech', 3, 2)],
    [on('large', 'speech', 0.6, 3), on('small', 'speech', 0.5, 4)],
    workload('n2-taken', 'third', 2, {
      run: { id: 'n2-taken', clusterId: 'c1', nodeIds: ['n2'], startedAt: 1, stopping: false },
      preemptible: false,
    }),
  )
  tell(w, workload('v', 'vision', 1), workloads(2, 'more', 'vision', 3))
  expect(victims(w)).toEqual(['large'])
})

test('a gang goes as a whole, and what it leaves over may be kept by others', () => {
  const w = world(
    base,
    [node('n1', 4), node('n2', 4)],
    [queue('vision', quota(4)), queue('speech', quota(4))],
    [workload('gang', 'speech', 2, { replicas: 4, submittedAt: 2 })],
  )
  settle(w)
  tell(w, workload('v', 'vision', 3))
  const planned = step(w)
  expect(planned.preemptions.map(({ workloadId }) => workloadId)).toEqual(['gang'])
  settle(w)
  expect([...w.runs.keys()]).toEqual(['v'])
})

test('a gang takes room on many nodes at once, and only as much as it needs', () => {
  const w = world(
    base,
    Array.from({ length: 4 }, (_, i) => node(`n${i}`, 4)),
    [queue('vision', quota(8)), queue('speech', quota(8))],
    workloads(16, 's', 'speech', 1, old),
  )
  settle(w)
  tell(w, workload('gang', 'vision', 4, { replicas: 2 }))
  const planned = step(w)
  expect(planned.preemptions.length).toBe(8)
  expect(new Set(planned.nominations[0]!.nodeIds).size).toBe(2)
  step(w)
  expect(w.runs.get('gang')!.nodeIds.length).toBe(2)
})

test('a queue with work of its own to spare gives that up first', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(4, 's', 'speech', 1, old),
    workloads(4, 'low', 'vision', 1, { ...old, priority: 25 }),
  )
  settle(w)
  tell(w, workload('high', 'vision', 2, { priority: 90 }))
  expect(victims(w)).toEqual(['low2', 'low3'])
})

test('work of higher priority starts under a full limit by sending lesser work of the queue away', () => {
  const w = world(base, node('n1', 16), [queue('vision', quota(4, 4))], workloads(4, 'low', 'vision', 1, old))
  settle(w)
  tell(w, workload('high', 'vision', 2, { priority: 90 }))
  expect(victims(w)).toEqual(['low2', 'low3'])
  settle(w)
  expect(held(w, 'high')).toBe(1)
})

test('a department limit gives way inside the department, from who has more than its share', () => {
  const w = world(
    base,
    node('n1', 16),
    [
      queue('d', quota(4, 4)),
      queue('a', quota(2), { parentId: 'd' }),
      queue('b', quota(2), { parentId: 'd' }),
      queue('other', quota(4)),
    ],
    workloads(4, 'a', 'a', 1, old),
    workloads(8, 'o', 'other', 1, old),
  )
  settle(w)
  tell(w, workloads(2, 'b', 'b', 1))
  expect(victims(w)).toEqual(['a2', 'a3'])
})

test('a department gets back what its neighbour borrowed, from whichever project has most beyond its share', () => {
  const w = world(
    base,
    node('n1', 8),
    [
      queue('d1', quota(4)),
      queue('d2', quota(4)),
      queue('a', quota(2), { parentId: 'd1' }),
      queue('b', quota(2), { parentId: 'd1' }),
      queue('c', quota(4), { parentId: 'd2' }),
    ],
    workloads(6, 'a', 'a', 1, old),
    workloads(2, 'b', 'b', 1, old),
  )
  settle(w)
  tell(w, workloads(4, 'c', 'c', 1))
  settle(w)
  expect([held(w, 'a'), held(w, 'b'), held(w, 'c'), w.preemptions]).toEqual([2, 2, 4, 4])
})

test('pools are worlds of their own: nothing is preempted across them', () => {
  const quotas = { gpu: quota(8) }
  const w = world(
    base,
    pool('p2'),
    [node('n1', 8), node('n2', 8, { poolId: 'p2' })],
    [
      { ...queue('vision', quota(8)), pools: { p1: { rank: 0, quotas }, p2: { rank: 0, quotas } } },
      queue('speech', quota(0)),
    ],
    workloads(8, 's', 'speech', 1, { ...old, poolId: 'p2' }),
  )
  settle(w)
  tell(w, workload('v', 'vision', 16, { poolId: 'p1' }))
  expect(victims(w)).toEqual([])
  tell(w, workload('u', 'vision', 1, { poolId: 'p2' }))
  expect(victims(w)).toEqual(['s7'])
})
