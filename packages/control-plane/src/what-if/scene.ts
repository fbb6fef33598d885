import type { Arrival, ClusterUpsert, Delta, NodeUpsert, Policy, PoolUpsert, QueueUpsert } from '@fairlead/scheduler'
import { AppError } from '../lib/app-error.ts'
import type { PoolRule } from '../node-pools/pool-of-node.ts'

/** What is simulated: the world without its work, the work that comes, and the policy. */
export interface Scene {
  world: Delta[]
  arrivals: Arrival[]
  policy: Partial<Policy>
  /** By pool; one without an entry has no bound. */
  preemptionsMaxPerHour: Readonly<Record<string, number>>
  defaultPoolId: string
  /** Which nodes a pool takes. */
  poolRules: readonly PoolRule[]
}

interface Upserts {
  cluster: ClusterUpsert
  pool: PoolUpsert
  queue: QueueUpsert
}

/** By id or name. Throws VALIDATION that lists what there is. */
export function find<K extends keyof Upserts>(
  { world }: Scene,
  kind: K,
  ref: string,
  { path, word = kind, isRight = () => true }: { path: string; word?: string; isRight?: (one: Upserts[K]) => boolean },
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

/** The project or the department that a change names. */
export function findQueue(scene: Scene, field: 'project' | 'department', ref: string, path: string): QueueUpsert {
  const isRight = ({ parentId }: QueueUpsert) => (parentId !== undefined) === (field === 'project')
  return find(scene, 'queue', ref, { path: `${path}.${field}`, word: field, isRight })
}

export function findPool(scene: Scene, ref: string | undefined, path: string): PoolUpsert {
  return find(scene, 'pool', ref ?? scene.defaultPoolId, { path: `${path}.nodePool`, word: 'node pool' })
}

/** Throws VALIDATION where several clusters have one of that name. */
export function findNode(scene: Scene, name: string, cluster: string | undefined, path: string): NodeUpsert {
  const clusterId = cluster === undefined ? undefined : find(scene, 'cluster', cluster, { path }).id
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

export function replace(scene: Scene, before: Delta, after: Delta): Scene {
  return { ...scene, world: scene.world.map((delta) => (delta === before ? after : delta)) }
}

export function refuse(path: string, message: string): AppError {
  return new AppError('VALIDATION', `${path}: ${message}`, {
    hint: 'correct the fields named in issues',
    issues: [{ path, message }],
  })
}
