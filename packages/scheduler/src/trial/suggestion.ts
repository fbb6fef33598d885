import type { Delta, LabelRule, Neighbours, Resources, Toleration, WorkloadUpsert } from '../delta.ts'
import type { Trial, TrialOutcome } from './trial.ts'

/** What may help waiting work. Codes are stable. */
export const SUGGESTION_CODES = [
  'WAIT',
  'TOLERATE_TAINT',
  'CHANGE_LABELS',
  'RELAX_RULES',
  'RELAX_TOPOLOGY',
  'RELAX_NEIGHBOURS',
  'ALLOW_CLUSTERS',
  'USE_POOL',
  'USE_QUEUE',
  'LIMIT_TIME',
  'MAKE_PREEMPTIBLE',
  'RAISE_PRIORITY',
  'FEWER_REPLICAS',
  'SMALLER_REPLICAS',
  'MOVE_FIRST',
  'RESUME_CLUSTER',
  'RECONNECT_CLUSTER',
  'UNCORDON_NODE',
  'RAISE_USER_LIMIT',
  'RAISE_LIMIT',
  'RAISE_DESERVED',
  'RAISE_BORROW_LIMIT',
  'RAISE_LEND_LIMIT',
  'ADD_NODES',
] as const
export type SuggestionCode = (typeof SUGGESTION_CODES)[number]

/** `owner`: whoever submitted the work. `admin`: whoever runs clusters and quotas. `nobody`: it comes by itself. */
export type SuggestionActor = 'owner' | 'admin' | 'nobody'

/** Fields of a workload and the values they should have; `null`: none. */
export interface WorkloadChange {
  queueId?: string
  poolId?: string
  /** Before all others of its queue and priority: milliseconds since the epoch. */
  submittedAt?: number
  priority?: number
  preemptible?: boolean
  replicas?: number
  replicasMin?: number | null
  requests?: Resources
  timeLimitMs?: number
  clusterIds?: readonly string[]
  nodeSelector?: Readonly<Record<string, string>>
  tolerations?: readonly Toleration[]
  nodeRules?: readonly LabelRule[]
  clusterRules?: readonly LabelRule[]
  topology?: NonNullable<WorkloadUpsert['topology']> | null
  apartBy?: null
  near?: readonly Neighbours[]
  apart?: readonly Neighbours[]
}

export type QuotaField = 'deserved' | 'limit' | 'borrowLimit' | 'lendLimit' | 'userLimits'

/** One thing to change, for machines. Amounts in the engine's units; `null` is without bound. */
export type Change =
  | { kind: 'workload'; workloadId: string; set: WorkloadChange }
  | {
      kind: 'quota'
      queueId: string
      poolId: string
      resource: string
      field: QuotaField
      from: number | null
      to: number | null
    }
  | { kind: 'cluster'; clusterId: string; set: 'resumed' | 'connected' }
  | { kind: 'node'; nodeId: string; set: 'schedulable' }
  | { kind: 'add-nodes'; count: number; poolId: string; clusterId: string; allocatable: Resources }
  /** Milliseconds since the epoch; and whose runs have ended by then. */
  | { kind: 'wait'; until: number; workloadIds: string[] }

/** A change that was tried, and with which the work starts. */
export interface Suggestion {
  code: SuggestionCode
  /** One sentence with numbers. It names queues only that are the work's own or in `changes`. */
  text: string
  by: SuggestionActor
  changes: Change[]
  /** The same for `applyDeltas`. */
  deltas: Delta[]
  outcome: Exclude<TrialOutcome, 'WAITS'>
  /** Where it would start and whom it would stop. */
  trial: Trial
}
