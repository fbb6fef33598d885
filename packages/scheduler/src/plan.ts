import type { Explanation } from './explanation.ts'
import type { Resources } from './delta.ts'

/** Place a workload now: its room is free. */
export interface Assignment {
  workloadId: string
  clusterId: string
  /** One for each replica that starts. */
  nodeIds: string[]
  /** The workload's own, or one of its fallbacks; to be told as `PlacedRun.poolId`. */
  poolId: string
  /** The queue's dominant share of the pool before and after, 0 to 1. */
  shareBefore: number
  shareAfter: number
  /** True when it needed more than the queue's deserved quota, and so can be taken back. */
  borrowed: boolean
}

export const PREEMPTION_CAUSES = ['RECLAIM', 'PRIORITY'] as const
/** `RECLAIM`: another queue is owed the room. `PRIORITY`: more urgent work of the same queue. */
export type PreemptionCause = (typeof PREEMPTION_CAUSES)[number]

/** Stop a run so that somebody who is owed its room can have it. */
export interface Preemption {
  workloadId: string
  runId: string
  cause: PreemptionCause
  /** The workload that gets the room, and its queue. */
  forWorkloadId: string
  forQueueId: string
}

/** Hold this room for a workload: it comes free when the named runs are gone. */
export interface Nomination {
  workloadId: string
  clusterId: string
  nodeIds: string[]
  /** As in {@link Assignment}. */
  poolId: string
  /** Runs that still hold part of it. */
  waitsForRunIds: string[]
}

/** How one queue stands in one pool after the round, for people and graphs. By resource; `null` means without bound. */
export interface QueueStanding {
  queueId: string
  poolId: string
  deserved: Readonly<Record<string, number | null>>
  limit: Readonly<Record<string, number | null>>
  /** What it may hold now: deserved plus its part of what is left over. */
  fairShare: Resources
  allocated: Resources
  /** Part of `allocated` that is not preemptible. */
  allocatedNonPreemptible: Resources
  /** Allocated plus waiting. */
  requested: Resources
  waiting: number
  running: number
}

/** The answer of one round. The engine's state is unchanged: the owner commits it and sends back what took effect. */
export interface Plan {
  now: number
  assignments: Assignment[]
  preemptions: Preemption[]
  nominations: Nomination[]
  /** Nominations of earlier rounds that no longer hold. */
  withdrawnNominations: string[]
  /** By class key: why nothing of this class could be placed. */
  waits: Map<string, Explanation>
  standings: QueueStanding[]
  counts: { considered: number; placed: number; preempted: number; waiting: number; classesExplained: number }
}
