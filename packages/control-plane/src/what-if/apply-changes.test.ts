import type { Delta, NodeUpsert, PoolUpsert, QueueUpsert, WorkloadUpsert } from '@fairlead/scheduler'
import { expect, test } from 'vitest'
import { AppError } from '../lib/app-error.ts'
import { applyChanges } from './apply-changes.ts'
import type { Scene } from './scene.ts'
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
    { ...pool, id: 'p2', name: 'h100' },
    queue('research'),
    queue('vision', 'research'),
    queue('speech', 'research'),
    node('n1', 'east'),
    { ...node('n1', 'west'), id: 'n1-west' },
    node('n2', 'east'),
  ],
  arrivals: ['vision', 'speech'].map((of) => ({ at: 0, runtimeMs: 1, workload: workload(`w-${of}`, of) })),
  policy: {},
  preemptionsMaxPerHour: {},
  poolRules: [
    { id: 'p1', name: 'default', selector: {}, clusterIds: [], isDefault: true },
    { id: 'p2', name: 'h100', selector: { gpu: 'h100' }, clusterIds: [], isDefault: false },
  ],
  defaultPoolId: 'p1',
}

function changed(...changes: unknown[]): Scene {
  return applyChanges(
    scene,
    changes.map((change) => Change.parse(change)),
  ).after
}
const of = <K extends Delta['kind']>({ world }: Scene, kind: K, name: string) =>
  world.find((delta) => delta.kind === kind && 'name' in delta && delta.name === name) as Extract<Delta, { kind: K }>

test('a quota keeps what is not said, and unlimited lifts a bound', () => {
  const after = changed(
    { kind: 'quota', project: 'vision', gpu: { deserved: 4, limit: 16, lendLimit: 2 }, minRuntime: '5m' },
    { kind: 'quota', project: 'vision', gpu: { limit: 'unlimited', weight: 3 }, rank: 2 },
    { kind: 'quota', department: 'research', cpu: { limit: 100, deserved: 10 } },
  )
  expect(of(after, 'queue', 'vision').pools['p1']).toEqual({
    rank: 2,
    minRuntimeMs: 300_000,
    quotas: { gpu: { deserved: 4_000, limit: null, weight: 3, lendLimit: 2_000 } },
  })
  expect(of(after, 'queue', 'research').pools['p1']?.quotas['cpu']).toEqual({
    deserved: 10_000,
    limit: 100_000,
    weight: 1,
  })
  expect(of(scene, 'queue', 'vision').pools['p1']?.rank).toBe(1)
})

test('quotas of every resource, what one user may hold, and what is inherited again', () => {
  const mig = 'nvidia.com/mig-1g.10gb'
  const first = { kind: 'quota', project: 'vision', gpu: { userLimit: 2 }, cpu: { userLimit: 8 }, minRuntime: '5m' }
  const lines = { extended: { [mig]: { limit: 4, userLimit: 1 } }, memory: { limit: '1Ti', deserved: '1Ti' } }
  const department = { kind: 'quota', department: 'research', ...lines }
  const again = { kind: 'quota', project: 'vision', gpu: { userLimit: 'unlimited' }, minRuntime: null }
  const after = changed(first, department, again)
  expect(of(after, 'queue', 'vision').pools['p1']).toMatchObject({ userLimits: { cpu: 8_000 } })
  expect(of(after, 'queue', 'vision').pools['p1']).not.toHaveProperty('minRuntimeMs')
  expect(of(after, 'queue', 'research').pools['p1']).toMatchObject({
    quotas: { [mig]: { deserved: 0, limit: 4 }, memory: { limit: 1_048_576 }, gpu: { deserved: 4_000 } },
    userLimits: { [mig]: 1 },
  })
})

test('what would be refused in truth is judged once all changes are made, and what is weak is told', () => {
  const raise = (whose: object) => Change.parse({ kind: 'quota', ...whose, gpu: { deserved: 8 } })
  const { warnings } = applyChanges(scene, [raise({ project: 'vision' }), raise({ department: 'research' })])
  expect(warnings).toEqual([
    expect.stringContaining('what is below queue "research" deserves 12 GPUs in node pool "default"'),
  ])
})

test('nodes of another kind stand where labels put them, or where it is said', () => {
  const after = changed(
    { kind: 'add-nodes', count: 1, cluster: 'west', resources: { gpu: 4, cpu: 32 }, labels: { gpu: 'h100' } },
    { kind: 'add-nodes', count: 1, like: 'n2', resources: { gpu: 2 } },
    { kind: 'add-nodes', count: 1, like: 'n2', nodePool: 'h100' },
    { kind: 'remove-nodes', cluster: 'east' },
  )
  const nodes = after.world.filter((delta) => delta.kind === 'node')
  expect(nodes).toMatchObject([
    { name: 'n1', clusterId: 'west' },
    { name: 'node-added-0-00001', clusterId: 'west', poolId: 'p2', allocatable: { gpu: 4_000, cpu: 32_000 } },
  ])
  const kept = changed(
    { kind: 'add-nodes', count: 1, like: 'n2', resources: { gpu: 2 } },
    { kind: 'add-nodes', count: 1, like: 'n2', nodePool: 'h100' },
  ).world.filter((delta) => delta.kind === 'node')
  expect(kept.slice(3)).toMatchObject([{ poolId: 'p1', allocatable: { gpu: 2_000 } }, { poolId: 'p2' }])
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

test('a priority is given to a department, to all, or to what had another', () => {
  const priorities = (...changes: unknown[]) =>
    changed(...changes).arrivals.map(({ workload: { priority } }) => priority)
  expect(priorities({ kind: 'priority', department: 'research', priority: 80 })).toEqual([80, 80])
  expect(priorities({ kind: 'priority', priority: 65, from: 40 })).toEqual([65, 65])
  expect(priorities({ kind: 'priority', priority: 65, from: 80 })).toEqual([40, 40])
})

test('pools and policy take new rules', () => {
  const after = changed(
    { kind: 'node-pool', strategy: 'spread', minRuntime: '30m', maxWait: 'never' },
    { kind: 'node-pool', preemptionsPerHour: 6, topology: ['zone'] },
    { kind: 'node-pool', nodePool: 'h100', preemptionsPerHour: 'unlimited' },
    { kind: 'policy', preemptionsMaxPerRound: 5, placementsMaxPerRound: 9, reservationHorizon: '2h' },
  )
  expect(of(after, 'pool', 'default')).toEqual({
    kind: 'pool',
    id: 'p1',
    name: 'default',
    strategy: 'spread',
    minRuntimeMs: 1_800_000,
    topology: ['zone'],
  })
  expect(after.preemptionsMaxPerHour).toEqual({ p1: 6 })
  expect(after.policy).toEqual({ preemptionsMaxPerRound: 5, placementsMaxPerRound: 9, reservationHorizonMs: 7_200_000 })
})

test.each([
  [{ kind: 'quota', project: 'vision', gpus: {} }, 'gpus'],
  [{ kind: 'quota', project: 'vision', gpu: { desrved: 1 } }, 'desrved'],
  [{ kind: 'add-nodes', count: 1, like: 'n2', pool: 'x' }, 'pool'],
  [{ kind: 'remove-nodes', nodes: ['n2'], node: 'n1' }, 'node'],
  [{ kind: 'priority', project: 'vision', priority: 1, workload: 'w' }, 'workload'],
  [{ kind: 'node-pool', maxwait: '1h' }, 'maxwait'],
  [{ kind: 'policy', maxPreemptions: 1 }, 'maxPreemptions'],
  [{ kind: 'queue' }, "'quota' | 'add-nodes' | 'remove-nodes' | 'priority' | 'node-pool' | 'policy'"],
])('%j is refused by the name of what is unknown', (change, name) => {
  const { error } = Change.safeParse(change)
  expect(error?.issues.map(({ message }) => message).join()).toContain(name)
})

test.each([
  [{ kind: 'quota', gpu: { deserved: 1 } }, 'changes.0', 'give either'],
  [{ kind: 'quota', project: 'research', gpu: { deserved: 1 } }, 'changes.0.project', 'there are: speech, vision'],
  [{ kind: 'quota', project: 'vision', nodePool: 'x' }, 'changes.0.nodePool', 'there are: default, h100'],
  [{ kind: 'quota', project: 'vision', gpu: { limit: 1 } }, 'changes.0.gpu.limit', 'may hold only 1 GPU'],
  [{ kind: 'add-nodes', count: 1, like: 'n1' }, 'changes.0.like', '2 clusters have'],
  [{ kind: 'remove-nodes', nodes: ['n2', 'n9'] }, 'changes.0.nodes.1', 'no node "n9"'],
  [{ kind: 'quota', project: 'vision', gpu: { deserved: 5 } }, 'changes.0.gpu.deserved', '"research" itself 4 GPUs'],
  [{ kind: 'node-pool', topology: ['zone', 'zone'] }, 'changes.0.topology.1', 'a second time'],
  [{ kind: 'add-nodes', count: 1 }, 'changes.0', 'say which node they are like'],
  [{ kind: 'add-nodes', count: 1, resources: { gpu: 8 }, cluster: 'x' }, 'changes.0.cluster', 'there are: east, west'],
  [{ kind: 'remove-nodes' }, 'changes.0', 'say which nodes'],
  [{ kind: 'remove-nodes', cluster: 'x' }, 'changes.0.cluster', 'there are: east, west'],
  [{ kind: 'priority', project: 'vision', department: 'research', priority: 1 }, 'changes.0', 'not both'],
  [{ kind: 'priority', department: 'x', priority: 1 }, 'changes.0.department', 'there are: research'],
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
