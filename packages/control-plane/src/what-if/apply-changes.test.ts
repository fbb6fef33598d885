import type { Delta, NodeUpsert, PoolUpsert, QueueUpsert, WorkloadUpsert } from '@fairlead/scheduler'
import { expect, test } from 'vitest'
import { AppError } from '../lib/app-error.ts'
import { applyChanges, type Scene } from './apply-changes.ts'
import { Change } from './schemas.ts'

const pool: PoolUpsert = {
  kind: 'pool',
  id: 'p1',
  name: 'default',
  strategy: 'binpack',
  minRuntimeMs: 0,
  maxWaitMs: 60_000,
}
const node = (id: string, clusterId: string): NodeUpsert => ({
  kind: 'node',
  id,
  name: id,
  clusterId,
  poolId: 'p1',
  allocatable: { gpu: 8_000 },
  labels: {},
  taints: [],
  schedulable: true,
})
const queue = (id: string, parentId?: string): QueueUpsert => ({
  kind: 'queue',
  id,
  name: id,
  createdAt: 0,
  pools: { p1: { rank: 1, quotas: { gpu: { deserved: 4_000, limit: null, weight: 1 } } } },
  ...(parentId === undefined ? {} : { parentId }),
})
const workload = (id: string, queueId: string): WorkloadUpsert => ({
  kind: 'workload',
  id,
  queueId,
  poolId: 'p1',
  classKey: 'k',
  submittedAt: 0,
  priority: 40,
  preemptible: true,
  replicas: 1,
  requests: { gpu: 1_000 },
  clusterIds: [],
  nodeSelector: {},
  tolerations: [],
  avoid: [],
})
const cluster = (id: string): Delta => ({ kind: 'cluster', id, name: id, connected: true, paused: false, labels: {} })
const scene: Scene = {
  world: [
    cluster('east'),
    cluster('west'),
    pool,
    queue('research'),
    queue('vision', 'research'),
    queue('speech', 'research'),
    node('n1', 'east'),
    { ...node('n1', 'west'), id: 'n1-west' },
    node('n2', 'east'),
  ],
  arrivals: ['vision', 'speech'].map((of) => ({ at: 0, runtimeMs: 1, workload: workload(`w-${of}`, of) })),
  policy: {},
  defaultPoolId: 'p1',
}

function changed(...changes: unknown[]): Scene {
  return applyChanges(
    scene,
    changes.map((change) => Change.parse(change)),
  )
}
const of = <K extends Delta['kind']>({ world }: Scene, kind: K, name: string) =>
  world.find((delta) => delta.kind === kind && 'name' in delta && delta.name === name) as Extract<Delta, { kind: K }>

test('a quota keeps what is not said, and unlimited lifts a bound', () => {
  const after = changed(
    { kind: 'quota', project: 'vision', gpu: { deserved: 8, limit: 16, lendLimit: 2 }, minRuntime: '5m' },
    { kind: 'quota', project: 'vision', gpu: { limit: 'unlimited', weight: 3 }, rank: 2 },
    { kind: 'quota', department: 'research', cpu: { limit: 100, deserved: 10 } },
  )
  expect(of(after, 'queue', 'vision').pools['p1']).toEqual({
    rank: 2,
    minRuntimeMs: 300_000,
    quotas: { gpu: { deserved: 8_000, limit: null, weight: 3, lendLimit: 2_000 } },
  })
  expect(of(after, 'queue', 'research').pools['p1']?.quotas['cpu']).toEqual({
    deserved: 10_000,
    limit: 100_000,
    weight: 1,
  })
  expect(of(scene, 'queue', 'vision').pools['p1']?.rank).toBe(1)
})

test('nodes come and go by name', () => {
  const after = changed(
    { kind: 'add-nodes', count: 2, like: 'n2' },
    { kind: 'remove-nodes', nodes: ['n1'], cluster: 'west' },
    { kind: 'add-nodes', count: 1, like: 'n1' },
  )
  const nodes = after.world.filter((delta) => delta.kind === 'node')
  expect(nodes.map(({ name }) => name)).toEqual([
    'n1',
    'n2',
    'n2-added-0-00001',
    'n2-added-0-00002',
    'n1-added-2-00001',
  ])
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length)
})

test('priorities change the work of a project, and its classes with it', () => {
  const { arrivals } = changed({ kind: 'priority', project: 'speech', priority: 125 })
  expect(arrivals.map(({ workload: { priority, preemptible } }) => [priority, preemptible])).toEqual([
    [40, true],
    [125, false],
  ])
  expect(arrivals[0]?.workload.classKey).not.toBe(arrivals[1]?.workload.classKey)
})

test('pools and policy take new rules', () => {
  const after = changed(
    { kind: 'node-pool', strategy: 'spread', minRuntime: '30m', maxWait: 'never' },
    { kind: 'policy', preemptionsMaxPerRound: 5, reservationHorizon: '2h' },
  )
  expect(of(after, 'pool', 'default')).toEqual({
    kind: 'pool',
    id: 'p1',
    name: 'default',
    strategy: 'spread',
    minRuntimeMs: 1_800_000,
  })
  expect(after.policy).toEqual({ preemptionsMaxPerRound: 5, reservationHorizonMs: 7_200_000 })
})

test.each([
  [{ kind: 'quota', gpu: { deserved: 1 } }, 'changes.0', 'give either'],
  [{ kind: 'quota', project: 'research', gpu: { deserved: 1 } }, 'changes.0.project', 'there are: speech, vision'],
  [{ kind: 'quota', project: 'vision', nodePool: 'x' }, 'changes.0.nodePool', 'there are: default'],
  [{ kind: 'quota', project: 'vision', gpu: { limit: 1 } }, 'changes.0.gpu.limit', 'below what is deserved'],
  [{ kind: 'add-nodes', count: 1, like: 'n1' }, 'changes.0.like', '2 clusters have'],
  [{ kind: 'remove-nodes', nodes: ['n2', 'n9'] }, 'changes.0.nodes.1', 'no node "n9"'],
  [{ kind: 'priority', project: 'x', priority: 1 }, 'changes.0.project', 'no project "x"'],
])('%j is refused where it is wrong', (change, path, message) => {
  const refusal = (() => {
    try {
      changed(change)
    } catch (error) {
      return error
    }
  })()
  expect(refusal).toBeInstanceOf(AppError)
  expect(refusal).toMatchObject({ code: 'VALIDATION', issues: [{ path }] })
  expect((refusal as AppError).message).toContain(message)
})
