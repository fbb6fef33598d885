import type { LabelRule, Neighbours, NodeUpsert, PoolUpsert, QueueUpsert, WorkloadUpsert } from '../src/index.ts'
import { sceneOf, type Scene } from './scene.ts'
import { gpus, NOW } from './world.ts'

/** What work, nodes, queues and pools may have beyond the plain. Each scene uses some of them. */
const ALL_FEATURES = [
  'clusterChoice',
  'borrowLimits',
  'lendLimits',
  'userLimits',
  'minRuntimes',
  'maxWait',
  'nodeRules',
  'nodePreferences',
  'clusterRules',
  'topology',
  'apartBy',
  'neighbours',
  'elastic',
  'fallbackPools',
] as const
export type Feature = (typeof ALL_FEATURES)[number]

/** What the planner knows. */
export const FEATURES: readonly Feature[] = [
  'clusterChoice',
  'nodeRules',
  'nodePreferences',
  'clusterRules',
  'borrowLimits',
  'lendLimits',
  'userLimits',
  'minRuntimes',
  'maxWait',
  'topology',
  'apartBy',
  'elastic',
  'fallbackPools',
  'neighbours',
]

/** Those that bound what a queue, or a user in it, may hold. */
export const QUEUE_BOUNDS: readonly Feature[] = ['borrowLimits', 'lendLimits', 'userLimits']

/** A number from 0 up to `sides`, another one at each throw; always 0 for a die of 0: what shrinks becomes plain. */
type Roll = (sides: number) => number

function rollOf(die: number): Roll {
  let throws = 0
  return (sides) => {
    if (die === 0) return 0
    let mixed = Math.imul(die ^ Math.imul(++throws, 0x9e3779b1), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 4) % sides
  }
}

/** The scene with these features, chosen by one die for each object in turn. */
export function decorate(scene: Scene, features: readonly Feature[], dice: readonly number[]): Scene {
  let next = 0
  const has = new Set(features)
  const roll = (): Roll => rollOf(dice[next++ % dice.length]!)
  const queues = scene.queues.map((one) => decorateQueue(one, has, roll()))
  const nodes = scene.nodes.map((one, i) => decorateNode(one, has, roll(), i))
  const pools = scene.pools.flatMap((one) => decoratePool(one, has, roll()))
  const clusters = scene.clusters.map((one, i) =>
    has.has('clusterRules') ? { ...one, labels: { region: i === 0 ? 'north' : 'south', tier: String(i + 1) } } : one,
  )
  const workloads = scene.workloads.map((one) => rekey(decorateWorkload(one, has, roll())))
  return sceneOf({ clusters, pools, nodes, queues, workloads })
}

function decoratePool(one: PoolUpsert, has: ReadonlySet<Feature>, roll: Roll): PoolUpsert[] {
  const pool = { ...one }
  if (has.has('topology') || has.has('apartBy') || has.has('neighbours')) pool.topology = ['zone', 'rack']
  if (has.has('maxWait') && roll(3) > 0) pool.maxWaitMs = 3_000 * roll(3)
  return has.has('fallbackPools') ? [pool, { ...pool, id: 'p2', name: 'p2' }] : [pool]
}

function decorateNode(one: NodeUpsert, has: ReadonlySet<Feature>, roll: Roll, i: number): NodeUpsert {
  const node = { ...one, labels: { ...one.labels, rack: `r${i % 3}`, size: String(1 + (i % 4)) } }
  if (has.has('fallbackPools') && roll(3) === 1) node.poolId = 'p2'
  return node
}

function decorateQueue(one: QueueUpsert, has: ReadonlySet<Feature>, roll: Roll): QueueUpsert {
  const entry = one.pools['p1']
  if (entry === undefined) return one
  const gpu = entry.quotas['gpu']
  const quotas = { ...entry.quotas }
  if (gpu !== undefined) {
    quotas['gpu'] = {
      ...gpu,
      ...(has.has('borrowLimits') && roll(3) > 0 ? { borrowLimit: gpus(roll(5)) } : {}),
      ...(has.has('lendLimits') && roll(3) > 0 ? { lendLimit: gpus(roll(4)) } : {}),
    }
  }
  const pool = {
    ...entry,
    quotas,
    ...(has.has('minRuntimes') && roll(3) === 1 ? { minRuntimeMs: 1_500 } : {}),
    ...(has.has('userLimits') && roll(3) > 0 ? { userLimits: { gpu: gpus(roll(4)) } } : {}),
  }
  if (!has.has('fallbackPools') || roll(2) === 0) return { ...one, pools: { ...one.pools, p1: pool } }
  const second = { rank: roll(2), quotas: { gpu: { deserved: gpus(roll(5)), limit: null, weight: roll(3) } } }
  return { ...one, pools: { ...one.pools, p1: pool, p2: second } }
}

const nodeRules: readonly LabelRule[] = [
  { key: 'zone', operator: 'In', values: ['a'] },
  { key: 'rack', operator: 'NotIn', values: ['r0'] },
  { key: 'size', operator: 'Gt', values: ['1'] },
  { key: 'size', operator: 'Lt', values: ['4'] },
  { key: 'rack', operator: 'Exists', values: [] },
  { key: 'nothing', operator: 'DoesNotExist', values: [] },
]
const levels = ['node', 'rack', 'zone', 'cluster'] as const
const families = ['x', 'y'] as const

function decorateWorkload(one: WorkloadUpsert, has: ReadonlySet<Feature>, roll: Roll): WorkloadUpsert {
  const made: WorkloadUpsert = { ...one }
  if (has.has('userLimits')) made.userId = `u${roll(3)}`
  if (has.has('nodeRules') && roll(2) === 1) made.nodeRules = [nodeRules[roll(6)]!]
  if (has.has('nodePreferences') && roll(2) === 1) {
    made.nodePreferences = [{ weight: 10, rules: [nodeRules[roll(6)]!] }]
  }
  if (has.has('clusterRules') && roll(3) === 1) {
    made.clusterRules = [{ key: 'region', operator: 'In', values: ['north'] }]
  }
  if (has.has('clusterChoice')) {
    if (roll(4) === 1) made.clusterIds = [`c${1 + roll(2)}`]
    if (roll(4) === 1) made.avoid = [{ clusterId: `c${1 + roll(2)}`, until: NOW + 4_000 * roll(3) }]
  }
  if (has.has('topology') && roll(3) === 1) made.topology = { required: levels[1 + roll(2)]! }
  if (has.has('topology') && roll(3) === 2) made.topology = { preferred: levels[1 + roll(2)]! }
  if (has.has('apartBy') && roll(3) === 1) made.apartBy = levels[roll(3)]!
  if (has.has('elastic') && one.replicas > 1 && roll(2) === 1) {
    made.replicasMin = 1 + roll(one.replicas)
  }
  if (has.has('fallbackPools')) {
    const kind = roll(6)
    if (kind > 3) made.poolId = 'p2'
    if (kind === 1 || kind === 2) made.fallbackPoolIds = ['p2']
    if (kind === 4) made.fallbackPoolIds = ['p1']
  }
  return has.has('neighbours') ? withNeighbours(made, roll) : made
}

function withNeighbours(one: WorkloadUpsert, roll: Roll): WorkloadUpsert {
  const family = families[roll(2)]!
  const rule: Neighbours[] = [{ level: levels[roll(4)]!, labels: { family: families[roll(3) % 2]! } }]
  const kind = roll(5)
  return { ...one, labels: { family }, ...(kind === 1 ? { near: rule } : kind === 2 ? { apart: rule } : {}) }
}

/** Work that asks for the same has the same key, and other work has another. */
function rekey(one: WorkloadUpsert): WorkloadUpsert {
  const { id: _id, classKey: _classKey, submittedAt: _submittedAt, ...asked } = one
  return { ...one, classKey: JSON.stringify(asked) }
}
