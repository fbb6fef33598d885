import { expect, test } from 'vitest'
import type { WorkloadUpsert } from '../delta.ts'
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

const open = [cluster('c1'), pool('p1', { topology: ['rack'] }), queue('a', quota(null)), queue('b', quota(null))]
const racks = ['x', 'x', 'y', 'y'].map((rack, i) => node(`n${i}`, 4, { labels: { rack } }))
const web = { app: 'web' }
const cache = { app: 'cache' }

function places(w: World): Record<string, string[]> {
  return Object.fromEntries(plan(w).assignments.map(({ workloadId, nodeIds }) => [workloadId, nodeIds]))
}

function on(id: string, nodeId: string, change: Partial<WorkloadUpsert>): WorkloadUpsert {
  return workload(id, 'a', 1, {
    run: { id, clusterId: 'c1', nodeIds: [nodeId], startedAt: 1, stopping: false },
    ...change,
  })
}

test('replicas of a service stand apart, those placed in the same round included', () => {
  const apart = [{ level: 'node', labels: web }]
  const w = world(open, racks, workloads(5, 'w', 'a', 1, { labels: web, apart }))
  const placed = places(w)
  expect(Object.keys(placed)).toEqual(['w0', 'w1', 'w2', 'w3'])
  expect(new Set(Object.values(placed).flat()).size).toBe(4)
  step(w)
  expect(places(w)).toEqual({})
  tell(w, { kind: 'remove', of: 'workload', id: 'w2' })
  expect(places(w)).toEqual({ w4: placed['w2'] })
})

test('apart goes both ways: nobody joins work that wants to be alone', () => {
  const apart = [{ level: 'rack', labels: web }]
  const w = world(open, racks, on('lonely', 'n0', { apart }), workload('w', 'a', 1, { labels: web }))
  expect(places(w)).toEqual({ w: ['n2'] })
  expect(places(world(open, racks, on('w', 'n0', { labels: web }), workload('lonely', 'a', 1, { apart })))).toEqual({
    lonely: ['n2'],
  })
  expect(places(world(open, racks, on('lonely', 'n0', { apart }), workload('other', 'a', 1)))).toEqual({
    other: ['n0'],
  })
})

test('rules speak of the own queue alone', () => {
  const apart = [{ level: 'rack', labels: web }]
  const w = world(open, racks, on('lonely', 'n0', { apart }), workload('w', 'b', 1, { labels: web }))
  expect(places(w)).toEqual({ w: ['n0'] })
})

test('near goes where a match runs, and waits while none does', () => {
  const near = [{ level: 'rack', labels: cache }]
  const asked = workload('w', 'a', 4, { near, labels: web })
  expect(places(world(open, racks, asked))).toEqual({})
  expect(places(world(open, racks, on('store', 'n3', { labels: cache }), asked))).toEqual({ w: ['n2'] })
  expect(places(world(open, racks, workload('store', 'a', 4, { labels: cache, submittedAt: 1 }), asked))).toEqual({
    store: ['n0'],
    w: ['n1'],
  })
})

test('the first of a kind may stand anywhere, the others stand with it', () => {
  const near = [{ level: 'rack', labels: web }]
  const w = world(open, racks, workloads(3, 'w', 'a', 4, { labels: web, near }))
  expect(places(w)).toEqual({ w0: ['n0'], w1: ['n1'] })
  const unlabelled = [node('m1', 8), ...racks]
  expect(places(world(open, unlabelled, workload('w', 'a', 4, { labels: web, near })))).toEqual({ w: ['n0'] })
})

test('a gang that is the first of its kind keeps together', () => {
  const near = [{ level: 'rack', labels: web }]
  const nodes = [node('n', 4, { labels: { rack: 'w' } }), ...racks]
  const placed = places(world(open, nodes, workload('w', 'a', 4, { replicas: 2, labels: web, near })))['w']!
  expect(placed).toEqual(['n0', 'n1'])
  expect(places(world(open, nodes, workload('w', 'a', 4, { replicas: 3, labels: web, near })))).toEqual({})
})

test('a gang is near to others with each of its replicas, and apart with each', () => {
  const near = [{ level: 'rack', labels: cache }]
  const stores = [on('s0', 'n0', { labels: cache }), on('s1', 'n2', { labels: cache })]
  const apart = [{ level: 'node', labels: cache }]
  const w = world(open, racks, stores, workload('w', 'a', 2, { replicas: 3, near, apart }))
  expect([...places(w)['w']!].sort()).toEqual(['n1', 'n1', 'n3'])
})

test('a nominee keeps its neighbours away and starts where it was nominated', () => {
  const apart = [{ level: 'node', labels: web }]
  const w = world(open, racks.slice(0, 2), workloads(8, 'old', 'a', 1, { priority: 25 }))
  settle(w)
  w.lagRounds = 2
  tell(w, workloads(3, 'w', 'a', 1, { labels: web, apart, priority: 80 }))
  const planned = step(w)
  expect(planned.nominations.flatMap(({ nodeIds }) => nodeIds).toSorted()).toEqual(['n0', 'n1'])
  settle(w)
  expect(new Set(['w0', 'w1'].map((id) => w.runs.get(id)!.nodeIds[0])).size).toBe(2)
  expect(w.runs.has('w2')).toBe(false)
  expect(w.preemptions).toBe(2)
})

test('a run that stops is a neighbour until it is gone', () => {
  const stopping = { id: 's', clusterId: 'c1', nodeIds: ['n0'], startedAt: 1, stopping: true }
  const store = workload('store', 'a', 1, { labels: cache, run: stopping })
  const w = world(open, racks.slice(0, 1), store, workload('w', 'a', 1, { apart: [{ level: 'node', labels: cache }] }))
  expect(places(w)).toEqual({})
  const near = [{ level: 'node', labels: cache }]
  expect(places(world(open, racks, store, workload('w', 'a', 1, { near })))).toEqual({ w: ['n0'] })
})

test('elastic work stands apart with as many as there are places', () => {
  const asked = { replicas: 8, replicasMin: 2, apartBy: 'node', labels: web, apart: [{ level: 'rack', labels: cache }] }
  const w = world(open, racks, on('store', 'n0', { labels: cache }), workload('w', 'a', 1, asked))
  expect([...places(w)['w']!].sort()).toEqual(['n2', 'n3'])
})

test('work does not take the room of what it wants to be near to', () => {
  const near = [{ level: 'cluster', labels: cache }]
  const w = world(open, node('n', 1), workload('store', 'a', 1, { labels: cache, priority: 25 }))
  settle(w)
  tell(w, workload('w', 'a', 1, { near, priority: 80 }))
  settle(w)
  expect([...w.runs.keys(), w.preemptions]).toEqual(['store', 0])
})
