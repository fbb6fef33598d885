import {
  type ClusterUpsert,
  type PoolUpsert,
  type QueueUpsert,
  DEFAULT_QUOTA,
  type Arrival,
  type Delta,
  type NodeUpsert,
  type Policy,
  type QueuePool,
  type Quota,
} from '@fairlead/scheduler'
import { AppError } from '../lib/app-error.ts'
import { NON_PREEMPTIBLE_FROM } from '../workloads/schemas.ts'
import type { Change } from './schemas.ts'

/** What is simulated: the world without its work, the work that comes, and the policy. */
export interface Scene {
  world: Delta[]
  arrivals: Arrival[]
  policy: Partial<Policy>
  defaultPoolId: string
}

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>
interface Upserts {
  cluster: ClusterUpsert
  pool: PoolUpsert
  queue: QueueUpsert
}

/** The scene after all changes, in their order. Throws VALIDATION that names the field: `changes.2.like`. */
export function applyChanges(scene: Scene, changes: readonly Change[]): Scene {
  return changes.reduce((now, change, index) => applyOne(now, change, `changes.${index}`), scene)
}

function applyOne(scene: Scene, change: Change, path: string): Scene {
  switch (change.kind) {
    case 'quota':
      return setQuota(scene, change, path)
    case 'add-nodes':
      return addNodes(scene, change, path)
    case 'remove-nodes':
      return removeNodes(scene, change, path)
    case 'priority':
      return setPriority(scene, change, path)
    case 'node-pool':
      return setPool(scene, change, path)
    case 'policy': {
      const { preemptionsMaxPerRound, reservationHorizon } = change
      return {
        ...scene,
        policy: {
          ...scene.policy,
          ...(preemptionsMaxPerRound === undefined ? {} : { preemptionsMaxPerRound }),
          ...(reservationHorizon === undefined ? {} : { reservationHorizonMs: reservationHorizon * 1000 }),
        },
      }
    }
  }
}

function setQuota(scene: Scene, change: Of<'quota'>, path: string): Scene {
  if ((change.project === undefined) === (change.department === undefined)) {
    throw refuse(path, 'a quota belongs to one project or one department: give either')
  }
  const isProject = change.project !== undefined
  const field = isProject ? 'project' : 'department'
  const queue = find(
    scene,
    'queue',
    change[field] ?? '',
    `${path}.${field}`,
    field,
    (one) => (one.parentId !== undefined) === isProject,
  )
  const poolId = poolOf(scene, change.nodePool, path).id
  const before: QueuePool = queue.pools[poolId] ?? { rank: 0, quotas: {} }
  const quotas = { ...before.quotas }
  for (const name of ['cpu', 'memory', 'gpu'] as const) {
    const given = change[name]
    if (!given) continue
    const kept: Quota = quotas[name] ?? DEFAULT_QUOTA[name === 'gpu' ? 'other' : name]
    const { weight, ...bounds } = given
    const next: Quota = { ...kept, ...(weight === undefined ? {} : { weight }) }
    for (const [key, value] of Object.entries(bounds) as [keyof typeof bounds, number | 'unlimited'][]) {
      next[key] = value === 'unlimited' ? null : value
    }
    if (next.limit !== null && (next.deserved === null || next.deserved > next.limit)) {
      throw refuse(
        `${path}.${name}.limit`,
        `the limit of ${name} is below what is deserved, so part of it could never be used`,
      )
    }
    quotas[name] = next
  }
  const pool: QueuePool = {
    ...before,
    rank: change.rank ?? before.rank,
    quotas,
    ...(change.minRuntime === undefined ? {} : { minRuntimeMs: change.minRuntime * 1000 }),
  }
  return replace(scene, queue, { ...queue, pools: { ...queue.pools, [poolId]: pool } })
}

function addNodes(scene: Scene, change: Of<'add-nodes'>, path: string): Scene {
  const like = nodeOf(scene, change.like, change.cluster, `${path}.like`)
  const [, by = ''] = path.split('.')
  const added = Array.from({ length: change.count }, (_, index): NodeUpsert => {
    const number = `${by}-${String(index + 1).padStart(5, '0')}`
    return { ...like, id: `added-${number}`, name: `${like.name}-added-${number}`, schedulable: true }
  })
  return { ...scene, world: [...scene.world, ...added] }
}

function removeNodes(scene: Scene, change: Of<'remove-nodes'>, path: string): Scene {
  const gone = new Set(
    change.nodes.map((name, index) => nodeOf(scene, name, change.cluster, `${path}.nodes.${index}`).id),
  )
  return { ...scene, world: scene.world.filter((delta) => delta.kind !== 'node' || !gone.has(delta.id)) }
}

function setPriority(scene: Scene, change: Of<'priority'>, path: string): Scene {
  const { id } = find(scene, 'queue', change.project, `${path}.project`, 'project', (one) => one.parentId !== undefined)
  const { priority } = change
  const preemptible = change.preemptible ?? priority < NON_PREEMPTIBLE_FROM
  return {
    ...scene,
    arrivals: scene.arrivals.map((arrival) => {
      const { workload } = arrival
      if (workload.queueId !== id) return arrival
      // Classes stand for what the engine cannot tell apart.
      const classKey = `${workload.classKey} ${priority} ${preemptible}`
      return { ...arrival, workload: { ...workload, priority, preemptible, classKey } }
    }),
  }
}

function setPool(scene: Scene, change: Of<'node-pool'>, path: string): Scene {
  const { strategy, minRuntime, maxWait } = change
  const pool = poolOf(scene, change.nodePool, path)
  const { maxWaitMs: _before, ...rest } = pool
  const kept = pool.maxWaitMs === undefined ? {} : { maxWaitMs: pool.maxWaitMs }
  return replace(scene, pool, {
    ...rest,
    ...(maxWait === undefined ? kept : maxWait === 'never' ? {} : { maxWaitMs: maxWait * 1000 }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(minRuntime === undefined ? {} : { minRuntimeMs: minRuntime * 1000 }),
  })
}

function poolOf(scene: Scene, ref: string | undefined, path: string): PoolUpsert {
  return find(scene, 'pool', ref ?? scene.defaultPoolId, `${path}.nodePool`, 'node pool')
}

function nodeOf(scene: Scene, name: string, cluster: string | undefined, path: string): NodeUpsert {
  const clusterId = cluster === undefined ? undefined : find(scene, 'cluster', cluster, path, 'cluster').id
  const found = scene.world.filter(
    (delta) =>
      delta.kind === 'node' &&
      (delta.name === name || delta.id === name) &&
      (clusterId === undefined || delta.clusterId === clusterId),
  )
  const [node] = found
  if (node?.kind !== 'node')
    throw refuse(path, `there is no node "${name}"${cluster === undefined ? '' : ` in cluster ${cluster}`}`)
  if (found.length > 1) throw refuse(path, `${found.length} clusters have a node "${name}": name the cluster`)
  return node
}

/** By id or name. */
function find<K extends keyof Upserts>(
  { world }: Scene,
  kind: K,
  ref: string,
  path: string,
  word: string,
  isRight: (one: Upserts[K]) => boolean = () => true,
): Upserts[K] {
  const all = world
    .filter((delta) => delta.kind === kind)
    .map((delta) => delta as Upserts[K])
    .filter(isRight)
  const found = all.find((one) => one.id === ref || one.name === ref)
  if (found) return found
  const names = all.map(({ name }) => name).toSorted()
  throw refuse(path, `there is no ${word} "${ref}"; there are: ${names.slice(0, 20).join(', ') || 'none'}`)
}

function replace(scene: Scene, before: Delta, after: Delta): Scene {
  return { ...scene, world: scene.world.map((delta) => (delta === before ? after : delta)) }
}

function refuse(path: string, message: string): AppError {
  return new AppError('VALIDATION', `${path}: ${message}`, {
    hint: 'correct the fields named in issues',
    issues: [{ path, message }],
  })
}
