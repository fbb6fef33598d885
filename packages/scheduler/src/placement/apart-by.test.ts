import { expect, test } from 'vitest'
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

const open = [cluster('c1'), pool('p1', { topology: ['rack'] }), queue('a', quota(null))]
const racks = [1, 2, 3].flatMap((rack) => [0, 1].map((n) => node(`r${rack}n${n}`, 4, { labels: { rack: `${rack}` } })))

function places(w: World): Record<string, string[]> {
  return Object.fromEntries(plan(w).assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds]))
}

test('no two replicas stand on one node, or in one rack', () => {
  for (const strategy of ['binpack', 'spread'] as const) {
    const base = [...open, pool('p1', { topology: ['rack'], strategy }), ...racks]
    const byNode = places(world(base, workload('w', 'a', 1, { replicas: 6, apartBy: 'node' })))['w']!
    expect(new Set(byNode).size).toBe(6)
    const byRack = places(world(base, workload('w', 'a', 1, { replicas: 3, apartBy: 'rack' })))['w']!
    expect(new Set(byRack.map((id) => id.slice(0, 2))).size).toBe(3)
    expect(places(world(base, workload('w', 'a', 1, { replicas: 7, apartBy: 'node' })))).toEqual({})
    expect(places(world(base, workload('w', 'a', 1, { replicas: 4, apartBy: 'rack' })))).toEqual({})
  }
})

test('a gang stands in one rack with its replicas on different nodes', () => {
  const asked = { replicas: 2, apartBy: 'node', topology: { required: 'rack' } }
  expect(places(world(open, racks, workload('w', 'a', 1, asked)))['w']).toEqual(['r1n0', 'r1n1'])
  expect(places(world(open, racks, workload('w', 'a', 1, { ...asked, replicas: 3 })))).toEqual({})
})

test('gangs are apart in themselves, not from each other', () => {
  const placed = places(world(open, racks, workloads(4, 'w', 'a', 1, { replicas: 6, apartBy: 'node' })))
  expect(Object.keys(placed).length).toBe(4)
  for (const nodes of Object.values(placed)) expect(new Set(nodes).size).toBe(6)
})

test('replicas on nodes without the label are in no domain, and so in nobody\u2019s way', () => {
  const bare = [node('x', 4), ...racks.slice(0, 1)]
  expect(places(world(open, bare, workload('w', 'a', 1, { replicas: 5, apartBy: 'rack' })))['w']!.length).toBe(5)
})

test('room is taken back on as many nodes as replicas must stand apart', () => {
  const w = world([cluster('c1'), pool('p1')], queue('a', quota(12)), racks.slice(0, 3))
  tell(w, workloads(12, 'old', 'a', 1))
  settle(w)
  tell(w, workload('w', 'a', 1, { replicas: 3, apartBy: 'node', priority: 80 }))
  settle(w)
  expect(new Set(w.runs.get('w')!.nodeIds).size).toBe(3)
  expect(w.preemptions).toBe(3)
})

test('a gang that could never stand apart asks for nothing', () => {
  const w = world([cluster('c1'), pool('p1')], [queue('a', quota(4)), queue('b', quota(0))], racks.slice(0, 3))
  tell(w, workloads(12, 'old', 'b', 1))
  settle(w)
  tell(w, workload('w', 'a', 1, { replicas: 4, apartBy: 'node' }))
  settle(w)
  expect(w.preemptions).toBe(0)
})
