import type { Resources, WorkloadUpsert } from '../delta.ts'
import { growFloat64, growInt32, growUint8 } from './columns.ts'
import { referTo, releaseId } from './id-table.ts'
import { acquireShape, releaseShape } from './shapes.ts'
import type { SchedulerState } from './state.ts'

/** The fields of a workload that all members of its class have in common. */
export type ClassSpec = Pick<
  WorkloadUpsert,
  | 'classKey'
  | 'queueId'
  | 'poolId'
  | 'priority'
  | 'preemptible'
  | 'replicas'
  | 'requests'
  | 'clusterIds'
  | 'nodeSelector'
  | 'tolerations'
  | 'avoid'
  | OptionalField
>

/** Fields that most work does without; compared only where one of two has them. */
const OPTIONAL_FIELDS = [
  'fallbackPoolIds',
  'replicasMin',
  'nodeRules',
  'nodePreferences',
  'clusterRules',
  'topology',
  'apartBy',
  'labels',
  'near',
  'apart',
] as const satisfies readonly (keyof WorkloadUpsert)[]
type OptionalField = (typeof OPTIONAL_FIELDS)[number]

/**
 * Workloads that ask for the same in the same queue with the same urgency. Finer than the caller's class key: members that
 * share a key and differ in a field that matters get classes of their own, so a wrong key costs time, never correctness.
 */
export interface ClassTable {
  byKey: Map<string, number[]>
  specs: (ClassSpec | undefined)[]
  queue: Int32Array
  pool: Int32Array
  shape: Int32Array
  replicas: Int32Array
  /** The fewest that it starts with; the same as `replicas` unless it is elastic. */
  replicasMin: Int32Array
  /** Pools to try after `pool`, each once; undefined: none. */
  fallbacks: (readonly number[] | undefined)[]
  /** How many classes have some. */
  fallbackCount: number
  priority: Float64Array
  preemptible: Uint8Array
  references: Int32Array
  free: number[]
  size: number
}

export function createClassTable(): ClassTable {
  return {
    byKey: new Map(),
    specs: [],
    queue: new Int32Array(16),
    pool: new Int32Array(16),
    shape: new Int32Array(16),
    replicas: new Int32Array(16),
    replicasMin: new Int32Array(16),
    fallbacks: [],
    fallbackCount: 0,
    priority: new Float64Array(16),
    preemptible: new Uint8Array(16),
    references: new Int32Array(16),
    free: [],
    size: 0,
  }
}

/** The class of a workload, counted as one more reference. */
export function acquireClass(state: SchedulerState, workload: WorkloadUpsert): number {
  const { classes } = state
  const candidates = classes.byKey.get(workload.classKey)
  const found = candidates === undefined ? -1 : sameAmong(classes, candidates, workload)
  if (found !== -1) {
    classes.references[found]! += 1
    return found
  }
  const number = classes.free.pop() ?? classes.size++
  growClasses(classes)
  if (candidates === undefined) classes.byKey.set(workload.classKey, [number])
  else candidates.push(number)
  classes.specs[number] = specOf(workload)
  classes.queue[number] = referTo(state.queues.table, workload.queueId)
  classes.pool[number] = referTo(state.pools.table, workload.poolId)
  classes.shape[number] = acquireShape(state, workload)
  classes.replicas[number] = Math.max(1, Math.floor(workload.replicas))
  classes.replicasMin[number] = fewestReplicas(workload)
  classes.fallbacks[number] = acquireFallbacks(state, workload)
  if (classes.fallbacks[number] !== undefined) classes.fallbackCount++
  classes.priority[number] = workload.priority
  classes.preemptible[number] = workload.preemptible ? 1 : 0
  classes.references[number] = 1
  return number
}

function sameAmong({ specs }: ClassTable, candidates: readonly number[], workload: WorkloadUpsert): number {
  for (let i = 0; i < candidates.length; i++) if (isSameSpec(specs[candidates[i]!]!, workload)) return candidates[i]!
  return -1
}

export function releaseClass(state: SchedulerState, number: number): void {
  const { classes } = state
  classes.references[number]! -= 1
  if (classes.references[number] !== 0) return
  const key = classes.specs[number]!.classKey
  const rest = classes.byKey.get(key)!.filter((other) => other !== number)
  if (rest.length === 0) classes.byKey.delete(key)
  else classes.byKey.set(key, rest)
  classes.specs[number] = undefined
  releaseId(state.queues.table, classes.queue[number]!)
  releaseId(state.pools.table, classes.pool[number]!)
  if (classes.fallbacks[number] !== undefined) classes.fallbackCount--
  for (const pool of classes.fallbacks[number] ?? []) releaseId(state.pools.table, pool)
  classes.fallbacks[number] = undefined
  releaseShape(state, classes.shape[number]!)
  classes.free.push(number)
}

function fewestReplicas({ replicas, replicasMin }: WorkloadUpsert): number {
  const most = Math.max(1, Math.floor(replicas))
  return replicasMin === undefined ? most : Math.min(most, Math.max(1, Math.floor(replicasMin)))
}

function acquireFallbacks(state: SchedulerState, workload: WorkloadUpsert): readonly number[] | undefined {
  const others = new Set(workload.fallbackPoolIds)
  others.delete(workload.poolId)
  if (others.size === 0) return undefined
  return Array.from(others, (poolId) => referTo(state.pools.table, poolId))
}

function growClasses(classes: ClassTable): void {
  classes.queue = growInt32(classes.queue, classes.size)
  classes.pool = growInt32(classes.pool, classes.size)
  classes.shape = growInt32(classes.shape, classes.size)
  classes.replicas = growInt32(classes.replicas, classes.size)
  classes.replicasMin = growInt32(classes.replicasMin, classes.size)
  classes.priority = growFloat64(classes.priority, classes.size)
  classes.preemptible = growUint8(classes.preemptible, classes.size)
  classes.references = growInt32(classes.references, classes.size)
}

function specOf(workload: WorkloadUpsert): ClassSpec {
  const optional: Partial<Record<OptionalField, unknown>> = {}
  for (const field of OPTIONAL_FIELDS) if (workload[field] !== undefined) optional[field] = workload[field]
  return {
    classKey: workload.classKey,
    queueId: workload.queueId,
    poolId: workload.poolId,
    priority: workload.priority,
    preemptible: workload.preemptible,
    replicas: workload.replicas,
    requests: workload.requests,
    clusterIds: workload.clusterIds,
    nodeSelector: workload.nodeSelector,
    tolerations: workload.tolerations,
    avoid: workload.avoid,
    ...(optional as Pick<WorkloadUpsert, OptionalField>),
  }
}

function isSameSpec(a: ClassSpec, b: WorkloadUpsert): boolean {
  return (
    a.queueId === b.queueId &&
    a.poolId === b.poolId &&
    a.priority === b.priority &&
    a.preemptible === b.preemptible &&
    a.replicas === b.replicas &&
    isSameRecord(a.requests, b.requests) &&
    isSameRecord(a.nodeSelector, b.nodeSelector) &&
    isSameList(a.clusterIds, b.clusterIds) &&
    isSameList(a.tolerations, b.tolerations) &&
    isSameList(a.avoid, b.avoid) &&
    isSameInOptionals(a, b)
  )
}

function isSameInOptionals(a: ClassSpec, b: WorkloadUpsert): boolean {
  for (const field of OPTIONAL_FIELDS) {
    if (a[field] !== b[field] && JSON.stringify(a[field]) !== JSON.stringify(b[field])) return false
  }
  return true
}

function isSameRecord(a: Resources | Readonly<Record<string, string>>, b: typeof a): boolean {
  if (a === b) return true
  let count = 0
  for (const key in a) {
    if (a[key] !== b[key]) return false
    count++
  }
  for (const _ in b) count--
  return count === 0
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a === b || (a.length === 0 && b.length === 0)) return true
  return a.length === b.length && JSON.stringify(a) === JSON.stringify(b)
}
