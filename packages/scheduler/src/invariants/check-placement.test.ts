import { expect, test } from 'vitest'
import { checkInvariants, type WorkloadUpsert } from '../index.ts'
import { cluster, node, pool, queue, quota, workload, world } from '../../test/world.ts'

const open = [
  cluster('c1', { labels: { region: 'eu' } }),
  pool('p1', { topology: ['zone', 'rack'] }),
  queue('a', quota(null)),
  node('n1', 8, { labels: { zone: '1', rack: 'x' } }),
  node('n2', 8, { labels: { zone: '1', rack: 'y' } }),
  node('n3', 8, { labels: { zone: '2', rack: 'y' } }),
]

function on(id: string, nodeIds: string[], change: Partial<WorkloadUpsert>): WorkloadUpsert {
  const run = { id, clusterId: 'c1', nodeIds, startedAt: 1, stopping: false }
  return workload(id, 'a', 1, { replicas: nodeIds.length, run, ...change })
}

function told(...work: WorkloadUpsert[]): string[] {
  return checkInvariants(world(open, work).state).map(({ text }) => text)
}

test('a run outside its rules is told, one inside them is not', () => {
  const isX = [{ key: 'rack', operator: 'In', values: ['x'] }] as const
  const inUs = [{ key: 'region', operator: 'In', values: ['us'] }] as const
  expect(told(on('w', ['n1'], { nodeRules: isX }))).toEqual([])
  expect(told(on('w', ['n2'], { nodeRules: isX }))).toEqual(['w may not stand on n2'])
  expect(told(on('w', ['n1'], { clusterRules: inUs }))).toEqual(['w may not stand in c1'])
})

test('a gang over two domains is told, racks of the same name in two zones included', () => {
  expect(told(on('w', ['n1', 'n2'], { topology: { required: 'zone' } }))).toEqual([])
  expect(told(on('w', ['n2', 'n3'], { topology: { required: 'rack' } }))).toEqual(['w stands in several of rack'])
})

test('replicas and work that stand together though they must not are told', () => {
  expect(told(on('w', ['n1', 'n2'], { apartBy: 'rack' }))).toEqual([])
  expect(told(on('w', ['n1', 'n2'], { apartBy: 'zone' }))).toEqual(['w stands twice in one zone'])
  const apart = [{ level: 'zone', labels: { app: 'web' } }]
  expect(told(on('v', ['n1'], { apart }), on('w', ['n3'], { labels: { app: 'web' } }))).toEqual([])
  expect(told(on('v', ['n1'], { apart }), on('w', ['n2'], { labels: { app: 'web' } }))).toEqual([
    'v stands beside w, in the same zone',
  ])
})

test('an elastic gang may hold fewer replicas than all, but not fewer than its fewest', () => {
  expect(told(on('w', ['n1', 'n2'], { replicas: 5, replicasMin: 2 }))).toEqual([])
  expect(told(on('w', ['n1', 'n2'], { replicas: 5, replicasMin: 3 }))).toEqual(['w has 2 of its 5 replicas placed'])
})
