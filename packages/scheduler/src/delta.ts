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
  /** Labels of nodes that tell where they stand, from far to near: for example zone, block, rack. Undefined: flat. */
  topology?: readonly string[]
  /** Work that has waited longer is not passed over any more: its queue serves it first, and room is kept for it. Undefined: never. */
  maxWaitMs?: number
}

/** One test on labels. Of a list of them, all must hold. An absent label passes `NotIn` and `DoesNotExist` only. */
export interface LabelRule {
  key: string
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt'
  /** Whole numbers for `Gt` and `Lt`, one of them; empty for `Exists` and `DoesNotExist`. */
  values: readonly string[]
}

/** How a workload stands to other workloads of its queue: in the same domain as some, or in another than all. */
export interface Neighbours {
  /** `node`, `cluster`, or a label of the pool's topology. */
  level: string
  /** Workloads that have all of these labels. */
  labels: Readonly<Record<string, string>>
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
  /** Never more than this above `deserved`. `null` or undefined: without bound. */
  borrowLimit?: number | null
  /** At most this much of what it deserves and does not use is lent to its siblings. `null` or undefined: all of it. */
  lendLimit?: number | null
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
  /** Overrides the pool's for runs of this queue and of queues below it; the nearest one set on the way up counts. */
  minRuntimeMs?: number
  /** What the runs of one user may hold in this queue and below it, by resource. A resource without an entry: without bound. */
  userLimits?: Resources
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
  /** Pools to try after `poolId`, in this order, while no run or nomination is there. */
  fallbackPoolIds?: readonly string[]
  /** Equal for workloads that ask for the same in the same queue: one failure speaks for all of them. */
  classKey: string
  submittedAt: number
  /** Within the queue; larger goes first. */
  priority: number
  preemptible: boolean
  /** Who is charged under {@link QueuePool.userLimits}; undefined: nobody. */
  userId?: string
  replicas: number
  /** Elastic: it starts with as many replicas as there is room for, from this to `replicas`. Undefined: with all of them. */
  replicasMin?: number
  /** For each replica. */
  requests: Resources
  /** Running time after which it ends by itself, used for backfill; undefined: unknown. */
  timeLimitMs?: number
  /** Empty: any. Hard. */
  clusterIds: readonly string[]
  /** Every label must match. Hard. */
  nodeSelector: Readonly<Record<string, string>>
  tolerations: readonly Toleration[]
  /** On labels of nodes. Hard. */
  nodeRules?: readonly LabelRule[]
  /** On labels of nodes: among nodes with room, the larger sum of weights that hold goes first. */
  nodePreferences?: readonly { weight: number; rules: readonly LabelRule[] }[]
  /** On labels of clusters: regions and residency. Hard. */
  clusterRules?: readonly LabelRule[]
  /**
   * All replicas in one domain. `required`: a label of the pool's topology; hard. `preferred`: at this level if it can be,
   * else at the next farther one, and so on.
   */
  topology?: { required?: string; preferred?: string }
  /** No two replicas in one domain of this level: `node` or a label. Hard. */
  apartBy?: string
  /** What `near` and `apart` of others look for. */
  labels?: Readonly<Record<string, string>>
  /** Each replica stands in a domain with a run that matches; the first of its kind may stand anywhere. Hard. */
  near?: readonly Neighbours[]
  /** No replica stands in a domain with a run that matches, nor the other way round. Hard. */
  apart?: readonly Neighbours[]
  /** Clusters that declined it or lost it, not to be tried before the time given. */
  avoid: readonly { clusterId: string; until: number }[]
  /** Present while it has a run. */
  run?: PlacedRun
  /** Room that is held for it until the victims of an earlier round are gone. */
  nomination?: { clusterId: string; nodeIds: readonly string[]; poolId?: string }
}

export interface PlacedRun {
  id: string
  clusterId: string
  /** One for each replica. */
  nodeIds: readonly string[]
  /**
   * The pool that it was placed in, if not the workload's first: as `Assignment.poolId` said, and like it for nominations. It
   * counts there, and is kept when nodes change pools.
   */
  poolId?: string
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
