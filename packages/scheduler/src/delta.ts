/**
 * What the engine is told about the world. The owner of the state sends the whole world once and afterwards only what
 * changed; `applyDeltas` patches the columns. An upsert replaces every field of its object. Objects may arrive in any
 * order: a workload whose queue is not known yet waits with `QUEUE_UNKNOWN`, a run on an unknown node holds nothing.
 *
 * Amounts are whole numbers in one unit for each resource: `cpu` in thousandths of a core, `memory` in MiB, `gpu` in
 * thousandths of a device, anything else in pieces. Times are milliseconds since the epoch, from one clock.
 */
export type Resources = Readonly<Record<string, number>>

/** A cluster that may take work. */
export interface ClusterUpsert {
  kind: 'cluster'
  id: string
  name: string
  /** False while its agent is out of contact: it keeps what it runs and gets nothing new. */
  connected: boolean
  /** True: an administrator holds new work back. */
  paused: boolean
  labels: Readonly<Record<string, string>>
}

/** A share of the hardware: a set of nodes, planned on its own. Nothing is borrowed or preempted across pools. */
export interface PoolUpsert {
  kind: 'pool'
  id: string
  name: string
  strategy: 'binpack' | 'spread'
  /** A run is not preempted before it has run this long. */
  minRuntimeMs: number
  /** Undefined: shares ignore the past. */
  timeBased?: { k: number }
}

export interface Taint {
  key: string
  value: string
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
}

export interface NodeUpsert {
  kind: 'node'
  id: string
  name: string
  clusterId: string
  /** Undefined: in no pool, so nothing may be placed on it. */
  poolId?: string
  /** What runs of ours may use. A resource that is not named is absent on the node. */
  allocatable: Resources
  labels: Readonly<Record<string, string>>
  taints: readonly Taint[]
  /** Ready and not cordoned. */
  schedulable: boolean
}

/** Entitlement of one queue in one pool for one resource. `null` means without bound, never 0. */
export interface Quota {
  /** Guaranteed. `null`: the queue may use the whole pool inside its quota. */
  deserved: number | null
  /** Never more than this. */
  limit: number | null
  /** Part in what is left over, relative to siblings; 0 gets nothing of it. */
  weight: number
}

/** A node of the queue tree: a department (no parent) or a project (leaf). Only leaves take work. */
export interface QueueUpsert {
  kind: 'queue'
  id: string
  parentId?: string
  name: string
  createdAt: number
  /** By pool id. A pool without an entry gives {@link DEFAULT_QUOTA}. */
  pools: Readonly<Record<string, QueuePool>>
}

export interface QueuePool {
  /** Higher ranks receive left-over resources first. */
  rank: number
  /** A resource without an entry takes {@link DEFAULT_QUOTA}. */
  quotas: Readonly<Record<string, Quota>>
  /** Past use of the pool inside its window, 0 to 1 by resource; only read when the pool is time-based. */
  usage?: Resources
}

export interface Toleration {
  key: string
  operator: 'Exists' | 'Equal'
  value: string
  /** Undefined: every effect. */
  effect?: Taint['effect']
}

/** Work that waits or runs. One workload is one gang: all its replicas are placed, or none. */
export interface WorkloadUpsert {
  kind: 'workload'
  id: string
  /** A leaf of the tree. */
  queueId: string
  poolId: string
  /** Equal for workloads that ask for the same in the same queue: one failure speaks for all of them. */
  classKey: string
  submittedAt: number
  /** Within the queue; larger goes first. */
  priority: number
  preemptible: boolean
  replicas: number
  /** For each replica. */
  requests: Resources
  /** Running time after which it ends by itself, used for backfill; undefined: unknown. */
  timeLimitMs?: number
  /** Empty: any. Hard. */
  clusterIds: readonly string[]
  /** Every label must match. Hard. */
  nodeSelector: Readonly<Record<string, string>>
  tolerations: readonly Toleration[]
  /** Clusters that declined it or lost it, not to be tried before the time given. */
  avoid: readonly { clusterId: string; until: number }[]
  /** Present while it has a run. */
  run?: PlacedRun
  /** Room that is held for it until the victims of an earlier round are gone. */
  nomination?: { clusterId: string; nodeIds: readonly string[] }
}

export interface PlacedRun {
  id: string
  clusterId: string
  /** One for each replica. */
  nodeIds: readonly string[]
  /** Undefined: assigned, not started yet. */
  startedAt?: number
  /** True once it was told to stop: its room is still taken, and counted as coming free. */
  stopping: boolean
}

export type Delta =
  | ClusterUpsert
  | PoolUpsert
  | NodeUpsert
  | QueueUpsert
  | WorkloadUpsert
  | { kind: 'run'; workloadId: string; run: PlacedRun | undefined }
  | { kind: 'nomination'; workloadId: string; nomination: WorkloadUpsert['nomination'] | undefined }
  | { kind: 'remove'; of: 'cluster' | 'pool' | 'node' | 'queue' | 'workload'; id: string }

/**
 * For a resource that a queue's quota does not name. CPU and memory are not governed unless somebody says so; GPUs are never
 * guaranteed unless somebody says so, and may be borrowed. Other names behave like GPUs.
 */
export const DEFAULT_QUOTA: Readonly<Record<'cpu' | 'memory' | 'other', Quota>> = {
  cpu: { deserved: null, limit: null, weight: 1 },
  memory: { deserved: null, limit: null, weight: 1 },
  other: { deserved: 0, limit: null, weight: 1 },
}
