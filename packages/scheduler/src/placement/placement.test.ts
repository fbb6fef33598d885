import { expect, test } from 'vitest'
import type { Delta } from '../delta.ts'
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

const open = [cluster('c1'), pool('p1'), queue('a', quota(null))]

/** Where everything went, by workload. */
function places(w: World): Record<string, string[]> {
  const planned = plan(w)
  return Object.fromEntries(planned.assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds]))
}

function on(id: string, nodeId: string, gpu: number): Delta {
  return workload(id, 'a', gpu, { run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false } })
}

test('bin-packing fills the fullest node that has room, spreading the emptiest', () => {
  const deltas = [
    [node('n1', 8), node('n2', 8), node('n3', 8)],
    on('x', 'n1', 2),
    on('y', 'n2', 5),
    workload('w', 'a', 2),
  ]
  expect(places(world(open, ...deltas))).toEqual({ w: ['n2'] })
  expect(places(world(open, pool('p1', { strategy: 'spread' }), ...deltas))).toEqual({ w: ['n3'] })
})

test('small jobs use up holes and leave whole nodes for large ones', () => {
  const w = world(
    open,
    [node('n1', 8), node('n2', 8)],
    on('x', 'n2', 6),
    workloads(2, 'small', 'a', 1),
    workload('large', 'a', 8, { submittedAt: 2_000_000_000_000 }),
  )
  expect(places(w)).toEqual({ small0: ['n2'], small1: ['n2'], large: ['n1'] })
})

test('work without GPUs stays off GPU nodes while others have room, and uses them when not', () => {
  const w = world(open, [node('gpu', 8), node('plain', 0)], workloads(3, 'w', 'a', 0, { requests: { cpu: 40_000 } }))
  expect(places(w)).toEqual({ w0: ['plain'], w1: ['gpu'] })
})

test('every named resource must fit, by its name', () => {
  const mig = 'nvidia.com/mig-1g.10gb'
  const w = world(
    open,
    [node('n1', 8), node('n2', 0, { allocatable: { cpu: 8_000, memory: 1_024, [mig]: 2 } })],
    workloads(3, 'w', 'a', 0, { requests: { [mig]: 1, cpu: 1_000 } }),
  )
  expect(places(w)).toEqual({ w0: ['n2'], w1: ['n2'] })
})

test('a taint is tolerated by its value, or whatever its value by one that only asks for its key', () => {
  const taints = [{ key: 'dedicated', value: 'ml', effect: 'NoSchedule' as const }]
  const tolerating = (id: string, operator: 'Equal' | 'Exists', value: string) =>
    workload(id, 'a', 1, { tolerations: [{ key: 'dedicated', operator, value }] })
  const w = world(open, node('n1', 2, { taints }), tolerating('other', 'Equal', 'web'), tolerating('any', 'Exists', ''))
  expect(places(w)).toEqual({ any: ['n1'] })
})

test('labels and taints are hard, a disliked taint is the last resort', () => {
  const disliked = [{ key: 'spot', value: '', effect: 'PreferNoSchedule' as const }]
  const barred = [{ key: 'dedicated', value: 'ml', effect: 'NoExecute' as const }]
  const nodes = [
    node('n1', 1, { taints: disliked }),
    node('n2', 1, { taints: barred }),
    node('n3', 1, { labels: { zone: 'a' } }),
  ]
  const w = world(
    open,
    nodes,
    workload('w0', 'a', 1, { submittedAt: 1 }),
    workload('w1', 'a', 1, { submittedAt: 2 }),
    workload('w2', 'a', 1, { submittedAt: 3 }),
  )
  expect(places(w)).toEqual({ w0: ['n3'], w1: ['n1'] })
  const tolerations = [{ key: 'dedicated', operator: 'Equal' as const, value: 'ml' }]
  expect(
    places(
      world(
        open,
        nodes,
        workload('t', 'a', 1, { tolerations, nodeSelector: {} }),
        workload('z', 'a', 1, { nodeSelector: { zone: 'a' }, submittedAt: 1 }),
      ),
    ),
  ).toEqual({ z: ['n3'], t: ['n2'] })
})

test('nothing goes to a cluster that is offline, paused, avoided or not asked for, nor to a node that is cordoned', () => {
  const nodes = [
    node('n1', 8),
    node('n2', 8, { clusterId: 'c2' }),
    node('n3', 8, { clusterId: 'c3' }),
    node('n4', 8, { clusterId: 'c4' }),
    node('n5', 8, { schedulable: false }),
  ]
  const w = world(open, cluster('c2', { connected: false }), cluster('c3', { paused: true }), cluster('c4'), nodes)
  tell(
    w,
    workload('w', 'a', 1, { avoid: [{ clusterId: 'c1', until: w.now + 1 }] }),
    workload('u', 'a', 1, { clusterIds: ['c1', 'c2'] }),
  )
  expect(places(w)).toEqual({ w: ['n4'], u: ['n1'] })
})

test('a gang is placed as a whole in one cluster, or not at all', () => {
  const nodes = [node('n1', 8), node('n2', 4), node('n3', 8, { clusterId: 'c2' }), node('n4', 8, { clusterId: 'c2' })]
  const w = world(open, cluster('c2'), nodes, workload('gang', 'a', 4, { replicas: 4 }))
  expect(places(w)).toEqual({ gang: ['n3', 'n3', 'n4', 'n4'] })
  expect(places(world(open, cluster('c2'), nodes, workload('gang', 'a', 4, { replicas: 5 })))).toEqual({})
})

test('what is left of a failed gang is used by the next in line', () => {
  const w = world(
    open,
    [node('n1', 8), node('n2', 6)],
    workload('gang', 'a', 4, { replicas: 4, submittedAt: 1 }),
    workloads(2, 'w', 'a', 4),
  )
  expect(places(w)).toEqual({ w0: ['n2'], w1: ['n1'] })
})

test('a gang prefers the cluster in which it leaves least room, or most when the pool spreads', () => {
  const nodes = [node('n1', 8), node('n2', 8), node('n3', 8, { clusterId: 'c2' })]
  const gang = workload('gang', 'a', 4, { replicas: 2 })
  expect(places(world(open, cluster('c2'), nodes, gang))).toEqual({ gang: ['n3', 'n3'] })
  expect(places(world(open, cluster('c2'), pool('p1', { strategy: 'spread' }), nodes, gang))).toEqual({
    gang: ['n1', 'n2'],
  })
})

test('a request of a device or more takes whole devices', () => {
  const w = world(open, node('n1', 2), workload('w', 'a', 1, { requests: { gpu: 1_200 } }))
  const planned = step(w)
  expect(names(planned)).toEqual(['w'])
  expect(planned.standings[0]!.allocated['gpu']).toBe(gpus(2))
})

test('work pinned to hosts is placed on its host, thousands of hosts or few', () => {
  const nodes = Array.from({ length: 300 }, (_, i) => node(`n${i}`, 1, { labels: { host: `h${i}` } }))
  const pinned = Array.from({ length: 300 }, (_, i) => workload(`w${i}`, 'a', 1, { nodeSelector: { host: `h${i}` } }))
  const placed = places(world(open, nodes, pinned))
  expect(Object.keys(placed).length).toBe(300)
  for (let i = 0; i < 300; i++) expect(placed[`w${i}`]).toEqual([`n${i}`])
})

test('a run on a node that is not known yet holds its room once the node is', () => {
  const w = world(open, on('x', 'n1', 6), workload('w', 'a', 4))
  tell(w, node('n1', 8))
  expect(places(w)).toEqual({})
  tell(w, { kind: 'run', workloadId: 'x', run: undefined }, { kind: 'remove', of: 'workload', id: 'x' })
  expect(places(w)).toEqual({ w: ['n1'] })
})

test('many clusters with a few nodes each take singles and gangs alike', () => {
  const clusters = Array.from({ length: 200 }, (_, i) => cluster(`c${i}`))
  const nodes = Array.from({ length: 400 }, (_, i) => node(`n${i}`, 4, { clusterId: `c${i % 200}` }))
  const w = world(
    pool('p1'),
    queue('a', quota(null)),
    clusters,
    nodes,
    workloads(150, 'gang', 'a', 4, { replicas: 2 }),
    workloads(400, 'w', 'a', 1),
  )
  settle(w)
  expect(w.runs.size).toBe(550)
})

test('an assignment says what share its queue has before and after, and whether that was borrowed', () => {
  const w = world(cluster('c1'), pool('p1'), node('n1', 8), queue('a', quota(2)), workloads(2, 'w', 'a', 2))
  expect(step(w).assignments).toMatchObject([
    { workloadId: 'w0', poolId: 'p1', shareBefore: 0, shareAfter: 0.25, borrowed: false },
    { workloadId: 'w1', poolId: 'p1', shareBefore: 0.25, shareAfter: 0.5, borrowed: true },
  ])
})

test('parts of GPUs share a device, so that whole ones stay whole', () => {
  const w = world(
    open,
    node('n1', 2),
    workloads(2, 'half', 'a', 0.5, { submittedAt: 1 }),
    workload('whole', 'a', 1),
    workload('more', 'a', 0.5, { submittedAt: 2_000_000_000_000 }),
  )
  expect(places(w)).toEqual({ half0: ['n1'], half1: ['n1'], whole: ['n1'] })
})

test('two parts that fit in sum but not on one device do not share it', () => {
  const w = world(open, node('n1', 2), workloads(3, 'w', 'a', 0.6, { submittedAt: 1 }), workload('rest', 'a', 0.4))
  expect(Object.keys(places(w)).sort()).toEqual(['rest', 'w0', 'w1'])
})

test('a part goes where a device is shared already before it breaks a whole one', () => {
  const w = world(open, [node('n1', 4), node('n2', 4)], on('x', 'n2', 0.5), on('y', 'n2', 3), workload('w', 'a', 0.5))
  expect(places(w)).toEqual({ w: ['n2'] })
})

test('a gang of parts packs onto few devices', () => {
  const w = world(open, node('n1', 2), workload('gang', 'a', 0.25, { replicas: 8 }))
  expect(places(w)['gang']!.length).toBe(8)
  expect(places(world(open, node('n1', 2), workload('gang', 'a', 0.25, { replicas: 9 })))).toEqual({})
})

test('whole devices are taken back from those who share them', () => {
  const w = world(
    cluster('c1'),
    pool('p1'),
    node('n1', 1),
    [queue('a', quota(1)), queue('b', quota(0))],
    workloads(2, 'half', 'b', 0.5, { submittedAt: 1 }),
  )
  settle(w)
  tell(w, workload('whole', 'a', 1))
  settle(w)
  expect([...w.runs.keys()]).toEqual(['whole'])
  expect(w.preemptions).toBe(2)
})
