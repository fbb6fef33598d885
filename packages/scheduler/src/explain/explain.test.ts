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
  tell,
  workload,
  workloads,
  world,
  type World,
} from '../../test/world.ts'
import { GATES, type Explanation } from '../explanation.ts'

const base = [cluster('c1', { name: 'eu-1' }), pool('p1', { name: 'default' })]
const free = [queue('vision', quota(0))]

function wait(w: World, workloadId: string): Explanation {
  const planned = plan(w)
  const key = keyOf(w, workloadId)
  expect(planned.waits.has(key), `${workloadId} is explained`).toBe(true)
  return planned.waits.get(key)!
}

function keyOf(w: World, workloadId: string): string {
  const number = w.state.workloads.table.index.get(workloadId)!
  return w.state.classes.specs[w.state.workloads.class[number]!]!.classKey
}

test('an unknown project is named', () => {
  const w = world(base, node('n1', 8), workload('w', 'ghost', 1))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'QUEUE_UNKNOWN',
    permanent: false,
    message: 'its project ghost does not exist, or is not known yet',
  })
})

test('a department takes no work while it has projects', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('d', quota(8)), queue('a', quota(4), { parentId: 'd' })],
    workload('w', 'd', 1),
  )
  expect(wait(w, 'w')).toMatchObject({ reason: 'QUEUE_UNKNOWN', permanent: true })
})

test('a pool that does not exist is named', () => {
  const w = world(base, node('n1', 8), free, workload('w', 'vision', 1, { poolId: 'nowhere' }))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'NO_MATCHING_NODE',
    permanent: true,
    message: 'its node pool nowhere does not exist, or is not known yet',
  })
})

test('a non-preemptible job in a project without quota never starts, and is told so', () => {
  const w = world(base, node('n1', 8), free, workload('w', 'vision', 2, { preemptible: false, priority: 125 }))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'NO_QUOTA',
    permanent: true,
    message: 'needs 2 GPUs for work that is not preemptible; project vision is guaranteed 0 GPUs in pool default',
    hint: 'submit it as preemptible, or have the quota of project vision raised to 2 GPUs',
  })
})

test('a non-preemptible job waits while other such work uses the quota', () => {
  const fixed = { preemptible: false, priority: 125 }
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(6))],
    workload('used', 'vision', 4, { ...fixed, submittedAt: 1 }),
    workload('w', 'vision', 3, fixed),
  )
  step(w)
  expect(wait(w, 'w')).toMatchObject({
    reason: 'NO_QUOTA',
    permanent: false,
    message:
      'needs 3 GPUs for work that is not preemptible; project vision has 2 left of the 6 that it is guaranteed in pool default',
  })
})

test('a limit is told with what is held of it', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(0, 4))],
    workload('a', 'vision', 3, { submittedAt: 1 }),
    workload('w', 'vision', 2),
  )
  step(w)
  expect(wait(w, 'w')).toMatchObject({
    reason: 'OVER_LIMIT',
    permanent: false,
    message: 'needs 2 GPUs; project vision holds 3 of at most 4 in pool default',
  })
  tell(w, workload('huge', 'vision', 8))
  expect(wait(w, 'huge')).toMatchObject({ reason: 'OVER_LIMIT', permanent: true })
})

test('a label that no node has is named with how many nodes miss it', () => {
  const w = world(
    base,
    [node('n1', 8), node('n2', 8, { labels: { gpu: 'a100' } })],
    free,
    workload('w', 'vision', 1, { nodeSelector: { gpu: 'h100' } }),
  )
  expect(wait(w, 'w')).toMatchObject({
    reason: 'NO_MATCHING_NODE',
    permanent: true,
    message: 'no node of pool default has the label gpu=h100; all 2 nodes miss it',
  })
})

test('labels that exist only apart are told with how many nodes miss each', () => {
  const nodes = [node('n1', 8, { labels: { zone: 'a' } }), node('n2', 8, { labels: { gpu: 'h100' } }), node('n3', 8)]
  const w = world(base, nodes, free, workload('w', 'vision', 1, { nodeSelector: { gpu: 'h100', zone: 'a' } }))
  expect(wait(w, 'w').message).toBe(
    'no node of pool default has gpu=h100 and zone=a together; 2 nodes miss gpu=h100, 2 nodes miss zone=a',
  )
})

test('a taint is named with how many nodes have it', () => {
  const taints = [{ key: 'dedicated', value: 'ml', effect: 'NoSchedule' as const }]
  const w = world(base, [node('n1', 8, { taints }), node('n2', 8, { taints })], free, workload('w', 'vision', 1))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'TAINTED',
    permanent: true,
    message: '2 matching nodes of pool default tainted dedicated=ml:NoSchedule, which it does not tolerate',
  })
})

test('what is too large for every node is told with the largest', () => {
  const w = world(base, [node('n1', 4), node('a100-2', 8)], free, workload('w', 'vision', 16))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'TOO_LARGE',
    permanent: true,
    message: 'needs 16 GPUs on one node; of the matching nodes of pool default the largest has 8, a100-2',
  })
})

test('a gang too large for every cluster is told with the largest cluster', () => {
  const w = world(
    base,
    cluster('c2', { name: 'us-1' }),
    [node('n1', 8), node('n2', 8), node('n3', 8, { clusterId: 'c2' })],
    free,
    workload('w', 'vision', 8, { replicas: 3 }),
  )
  expect(wait(w, 'w')).toMatchObject({
    reason: 'TOO_LARGE',
    permanent: true,
    message: 'needs 3 replicas of 8 GPUs in one cluster; the largest, eu-1, holds 2 even when it is empty',
  })
})

test('a cluster out of contact and a paused one are named', () => {
  const offline = world(
    cluster('c1', { name: 'eu-1', connected: false }),
    pool('p1'),
    node('n1', 8),
    free,
    workload('w', 'vision', 1),
  )
  expect(wait(offline, 'w')).toMatchObject({
    reason: 'CLUSTER_OFFLINE',
    permanent: false,
    message: '1 matching node in eu-1, which is out of contact',
  })
  const paused = world(
    cluster('c1', { name: 'eu-1', paused: true }),
    pool('p1'),
    node('n1', 8),
    free,
    workload('w', 'vision', 1),
  )
  expect(wait(paused, 'w')).toMatchObject({
    reason: 'CLUSTER_PAUSED',
    permanent: false,
    message: '1 matching node in eu-1 may not take new work: an administrator paused it',
  })
})

test('only the cluster that holds the label counts: its being offline is the cause, whatever else is connected', () => {
  const w = world(
    base,
    cluster('c2', { name: 'us-1', connected: false }),
    [node('n1', 8), node('n2', 8, { clusterId: 'c2', labels: { gpu: 'h100' } })],
    free,
    workload('w', 'vision', 1, { nodeSelector: { gpu: 'h100' } }),
  )
  expect(wait(w, 'w').reason).toBe('CLUSTER_OFFLINE')
})

test('a cluster that declined is not tried before its time, and is tried after', () => {
  const w = world(
    base,
    node('n1', 8),
    free,
    workload('w', 'vision', 1, { avoid: [{ clusterId: 'c1', until: 1_790_000_005_000 }] }),
  )
  expect(wait(w, 'w')).toMatchObject({ reason: 'CLUSTER_OFFLINE', permanent: false })
  w.now += 6_000
  expect(names(step(w))).toEqual(['w'])
})

test('16 GPUs are free, 16 are asked for, and the sentence says why that does not do', () => {
  const nodes = Array.from({ length: 4 }, (_, i) => node(`n${i}`, 8))
  const w = world(
    base,
    nodes,
    [queue('vision', quota(64))],
    nodes.map((host, i) => occupant(`o${i}`, host.id, 4)),
    workload('w', 'vision', 8, { replicas: 2 }),
  )
  const explained = wait(w, 'w')
  expect(explained).toMatchObject({
    reason: 'FRAGMENTED',
    permanent: false,
    message:
      'needs 2 replicas with 8 GPUs each; 16 are free, but the largest free block in pool default is 4, on node n0',
  })
  expect(explained.gates.find(({ gate }) => gate === 'capacity')).toMatchObject({
    state: 'fail',
    numbers: { need: 8, free: 16, largestFree: 4, nodesWithEnough: 0 },
  })
})

function occupant(id: string, nodeId: string, gpu: number) {
  return workload(id, 'vision', gpu, {
    preemptible: false,
    priority: 150,
    run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false },
  })
}

test('resources that are free only on different nodes are told as such', () => {
  const cores = workload('cores', 'vision', 0, {
    requests: { cpu: 60_000 },
    run: { id: 'cores', clusterId: 'c1', nodeIds: ['n1'], startedAt: 1, stopping: false },
  })
  const w = world(
    base,
    [node('n1', 8), node('n2', 8)],
    [queue('vision', quota(16))],
    cores,
    occupant('o', 'n2', 8),
    workload('w', 'vision', 4, { requests: { gpu: gpus(4), cpu: 8_000 } }),
  )
  expect(wait(w, 'w')).toMatchObject({
    reason: 'FRAGMENTED',
    message: 'needs 4 GPUs and 8 cores on one node; enough of each is free in pool default, but not on the same node',
  })
})

test('a full pool is told with what is free', () => {
  const w = world(base, node('n1', 8), [queue('vision', quota(16))], occupant('o', 'n1', 6), workload('w', 'vision', 4))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'NO_CAPACITY',
    permanent: false,
    message: 'needs 4 GPUs; 2 GPUs are free in pool default',
  })
})

test('a gang that fits in part is told how much of it fits', () => {
  const w = world(
    base,
    [node('n1', 8), node('n2', 8)],
    [queue('vision', quota(16))],
    occupant('o', 'n1', 7),
    workload('w', 'vision', 8, { replicas: 2 }),
  )
  expect(wait(w, 'w')).toMatchObject({
    reason: 'GANG_INCOMPLETE',
    message: 'needs 2 replicas of 8 GPUs at once in one cluster; 1 fit now in eu-1',
  })
})

test('a project at its fair share is told so, and who holds more than theirs', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(2)), queue('speech', quota(6))],
    workloads(6, 's', 'speech', 1, { submittedAt: 1 }),
    workloads(4, 'v', 'vision', 1),
  )
  settle(w)
  expect(wait(w, 'v3')).toMatchObject({
    reason: 'FAIR_SHARE',
    message: 'needs 1 GPU and there is no room; project vision holds 2 and its fair share of pool default is 2',
    holders: [],
  })
})

test('holders are named with what they hold beyond their share', () => {
  const w = world(
    cluster('c1'),
    pool('p1', { minRuntimeMs: 1_000_000 }),
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(8, 's', 'speech', 1, { submittedAt: 1 }),
  )
  settle(w)
  tell(w, workloads(4, 'v', 'vision', 1))
  expect(wait(w, 'v0')).toMatchObject({
    reason: 'NO_CAPACITY',
    holders: [{ queueId: 'speech', resource: 'gpu', amount: gpus(4) }],
  })
})

test('what waits behind work of higher priority is told how much of it', () => {
  const w = world(
    base,
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(4, 's', 'speech', 1),
    workloads(4, 'r', 'vision', 1, { submittedAt: 1 }),
  )
  settle(w)
  tell(w, workloads(3, 'high', 'vision', 8, { priority: 90 }), workload('w', 'vision', 1))
  expect(wait(w, 'w')).toMatchObject({
    reason: 'PRIORITY',
    message: '3 workloads of higher priority in project vision come first, and its fair share has no room for more',
  })
})

test('what holds a nomination is told that it starts by itself', () => {
  const w = {
    ...world(
      base,
      node('n1', 8),
      [queue('vision', quota(4)), queue('speech', quota(4))],
      workloads(8, 's', 'speech', 1, { submittedAt: 1 }),
    ),
    lagRounds: 3,
  }
  settle(w)
  tell(w, workload('w', 'vision', 2))
  step(w)
  expect(wait(w, 'w')).toMatchObject({
    reason: 'PREEMPTING',
    permanent: false,
    message: 'room for 2 GPUs is held for it on node n1; it starts when the runs there have stopped',
  })
})

test('a round that is full says so', () => {
  const w = world(base, node('n1', 8), free, workloads(3, 'v', 'vision', 1))
  expect([...plan(w, { placementsMaxPerRound: 2 }).waits.values()][0]).toMatchObject({
    reason: 'ROUND_FULL',
    permanent: false,
  })
  const owed = world(
    base,
    node('n1', 8),
    [queue('vision', quota(4)), queue('speech', quota(4))],
    workloads(8, 's', 'speech', 1, { submittedAt: 1 }),
  )
  settle(owed)
  tell(owed, workloads(4, 'v', 'vision', 1))
  const planned = plan(owed, { preemptionsMaxPerRound: 2 })
  expect(planned.preemptions.length).toBe(2)
  expect([...planned.waits.values()].map(({ reason }) => reason)).toEqual(['ROUND_FULL'])
})

test('every explanation lists all gates in order, and none beyond one that ends the way', () => {
  const w = world(base, node('n1', 4), free, workload('w', 'vision', 8))
  const { gates } = wait(w, 'w')
  expect(gates.map(({ gate }) => gate)).toEqual([...GATES])
  expect(gates.map(({ state }) => state)).toEqual([
    'pass',
    'pass',
    'pass',
    'pass',
    'fail',
    ...Array.from({ length: 5 }, () => 'not-reached'),
  ])
})

test('thousands that ask for the same are explained once', () => {
  const w = world(base, node('n1', 1), free, workloads(5_000, 'v', 'vision', 1))
  const planned = plan(w)
  expect(planned.counts).toMatchObject({ considered: 5_000, placed: 1, waiting: 4_999, classesExplained: 1 })
  expect(planned.waits.size).toBe(1)
})
