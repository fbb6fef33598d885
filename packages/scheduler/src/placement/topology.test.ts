import { expect, test } from 'vitest'
import type { NodeUpsert, WorkloadUpsert } from '../delta.ts'
import {
  cluster,
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

const open = [cluster('c1'), pool('p1', { topology: ['zone', 'rack'] }), queue('a', quota(null))]

/** `racks` gives, zone by zone, the GPUs of the nodes of each rack; node z1r2n0 is the first of the second rack of the first zone. */
function fleet(...zones: number[][][]): NodeUpsert[] {
  return zones.flatMap((racks, z) =>
    racks.flatMap((nodes, r) =>
      nodes.map((gpu, n) =>
        // Racks are numbered anew in each zone, as sites do.
        node(`z${z + 1}r${r + 1}n${n}`, gpu, { labels: { zone: `${z + 1}`, rack: `${r + 1}` } }),
      ),
    ),
  )
}

function places(w: World): Record<string, string[]> {
  return Object.fromEntries(plan(w).assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds]))
}

function gang(replicas: number, gpu: number, change: Partial<WorkloadUpsert>): WorkloadUpsert {
  return workload('gang', 'a', gpu, { replicas, ...change })
}

test('a gang that requires a level stands in one domain of it, the fullest that holds it', () => {
  const nodes = fleet(
    [
      [8, 8, 8],
      [8, 8],
    ],
    [[8]],
  )
  const topology = { required: 'rack' }
  expect(places(world(open, nodes, gang(2, 8, { topology })))).toEqual({ gang: ['z1r2n0', 'z1r2n1'] })
  expect(places(world(open, nodes, gang(3, 8, { topology })))['gang']!.every((id) => id.startsWith('z1r1'))).toBe(true)
  expect(places(world(open, nodes, gang(4, 8, { topology })))).toEqual({})
  expect(places(world(open, nodes, gang(4, 8, { topology: { required: 'zone' } })))['gang']!.length).toBe(4)
  expect(places(world(open, nodes, gang(6, 8, { topology: { required: 'zone' } })))).toEqual({})
})

test('racks of the same name in two zones are two racks', () => {
  expect(places(world(open, fleet([[8]], [[8]]), gang(2, 8, { topology: { required: 'rack' } })))).toEqual({})
})

test('sums that would hold a gang are no room for it when the pieces do not', () => {
  const nodes = fleet([
    [4, 4, 4, 4],
    [8, 8],
  ])
  expect(places(world(open, nodes, gang(2, 8, { topology: { required: 'rack' } })))).toEqual({
    gang: ['z1r2n0', 'z1r2n1'],
  })
  expect(places(world(open, fleet([[4, 4, 4, 4]]), gang(2, 8, { topology: { required: 'rack' } })))).toEqual({})
})

test('what is preferred is given where it can be, and else the next farther level', () => {
  const topology = { preferred: 'rack' }
  const nodes = fleet(
    [
      [8, 8],
      [8, 8],
    ],
    [[8, 8, 8]],
  )
  expect(places(world(open, nodes, gang(3, 8, { topology })))['gang']).toEqual(['z2r1n0', 'z2r1n1', 'z2r1n2'])
  expect(places(world(open, nodes, gang(4, 8, { topology })))['gang']!.every((id) => id.startsWith('z1'))).toBe(true)
  expect(places(world(open, nodes, gang(7, 8, { topology })))['gang']!.length).toBe(7)
  expect(places(world(open, nodes, gang(7, 8, { topology: { ...topology, required: 'zone' } })))).toEqual({})
})

test('a gang that no near domain holds is spread over as few of them as can be', () => {
  const nodes = fleet([[2, 2], [8, 8, 8], [8, 8], [8]])
  const placed = places(world(open, nodes, gang(4, 8, { topology: { preferred: 'rack' } })))['gang']!
  expect([...new Set(placed.map((id) => id.slice(0, 4)))].sort()).toEqual(['z1r2', 'z1r4'])
})

test('nodes without the label are in no domain of it', () => {
  const bare = [node('n1', 8), node('n2', 8)]
  expect(places(world(open, bare, gang(2, 8, { topology: { required: 'rack' } })))).toEqual({})
  expect(places(world(open, bare, gang(1, 8, { topology: { required: 'rack' } })))).toEqual({})
  expect(places(world(open, bare, gang(2, 8, { topology: { preferred: 'rack' } })))['gang']!.length).toBe(2)
})

test('a required level that the pool does not name is any label of nodes, within a cluster', () => {
  const nodes = [
    node('n1', 8, { labels: { switch: 'x' } }),
    node('n2', 8, { labels: { switch: 'x' }, clusterId: 'c2' }),
    node('n3', 8, { labels: { switch: 'y' } }),
    node('n4', 8, { labels: { switch: 'y' } }),
  ]
  const w = world(open, cluster('c2'), nodes, gang(2, 8, { topology: { required: 'switch' } }))
  expect(places(w)).toEqual({ gang: ['n3', 'n4'] })
})

test('all replicas can be required on one node', () => {
  const nodes = [node('n1', 4), node('n2', 8)]
  expect(places(world(open, nodes, gang(4, 2, { topology: { required: 'node' } })))['gang']).toEqual(
    Array.from({ length: 4 }, () => 'n2'),
  )
  expect(places(world(open, nodes, gang(5, 2, { topology: { required: 'node' } })))).toEqual({})
})

test('a gang that must preempt finds its victims in one domain', () => {
  const w = world(
    [cluster('c1'), pool('p1', { topology: ['zone', 'rack'] })],
    [queue('a', quota(16)), queue('b', quota(0))],
    fleet([
      [8, 8],
      [8, 8],
      [8, 8],
    ]),
    workloads(6, 'old', 'b', 8),
  )
  settle(w)
  tell(w, gang(2, 8, { topology: { required: 'rack' } }))
  const planned = plan(w)
  expect(planned.preemptions.length).toBe(2)
  expect(new Set(planned.nominations[0]!.nodeIds.map((id) => id.slice(0, 4))).size).toBe(1)
  settle(w)
  expect(w.runs.get('gang')!.nodeIds.length).toBe(2)
  expect(w.preemptions).toBe(2)
})

test('a gang that no domain could hold takes nothing from anybody, and asks for nothing', () => {
  const w = world(
    [cluster('c1'), pool('p1', { topology: ['zone', 'rack'] })],
    [queue('a', quota(24)), queue('b', quota(0))],
    fleet([
      [8, 8],
      [8, 8],
    ]),
    workloads(4, 'old', 'b', 8),
  )
  settle(w)
  tell(w, gang(3, 8, { topology: { required: 'rack' } }))
  settle(w)
  expect(w.preemptions).toBe(0)
  expect(plan(w).standings.find(({ queueId }) => queueId === 'b')!.fairShare['gpu']).toBe(32_000)
})

test('room is kept ahead for a gang in one domain only', () => {
  const nodes = fleet([
    [8, 8],
    [8, 8],
  ])
  const w = world(open, nodes)
  for (const [i, [id, ms]] of (
    [
      ['z1r1n0', 60_000],
      ['z1r2n0', 90_000],
      ['z1r2n1', 120_000],
    ] as const
  ).entries()) {
    const run = { id: `r${i}`, clusterId: 'c1', nodeIds: [id], startedAt: w.now, stopping: false }
    tell(w, workload(`old${i}`, 'a', 8, { timeLimitMs: ms, run, preemptible: false }))
  }
  const short = workload('short', 'a', 8, { timeLimitMs: 30_000, submittedAt: w.now })
  const long = workload('long', 'a', 8, { timeLimitMs: 100_000, submittedAt: w.now - 1 })
  tell(w, gang(2, 8, { topology: { required: 'rack' } }), long, short)
  expect(places(w)).toEqual({ short: ['z1r1n1'] })
})
