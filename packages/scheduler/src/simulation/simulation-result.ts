import type { Resources } from '../delta.ts'
import type { Violation } from '../invariants/violation.ts'
import type { PreemptionCause } from '../plan.ts'
import type { SimulationOrder } from './simulation-input.ts'

/** One stay of a workload on nodes. */
export interface Attempt {
  startAt: number
  /** Undefined: it runs still when the simulation ends. */
  endAt?: number
  /** `ended` by itself; `time-limit`; `preempted`, `displaced` (its node or cluster went): queued again, from zero; `cancelled`. */
  end?: 'ended' | 'time-limit' | 'preempted' | 'displaced' | 'cancelled'
  /** Told to stop, room not free yet. */
  stoppedAt?: number
  /** It needed more than its queue deserves. */
  borrowed?: true
  /** Why it was told to stop, and the workload that gets its room. */
  preemptedFor?: { workloadId: string; cause: PreemptionCause }
  poolId: string
  clusterId: string
  nodeIds: readonly string[]
}

export interface SimulatedWorkload {
  id: string
  queueId: string
  /** Where it ran last; where it never ran, where it asked to. */
  poolId: string
  submittedAt: number
  attempts: Attempt[]
  /** First start; undefined: it never started. A run of the world that is simulated counts with its true start. */
  startedAt?: number
  /** When it was through; undefined: it waits or runs still. */
  endedAt?: number
  state: 'ended' | 'cancelled' | 'running' | 'waiting'
  preemptions: number
  /** Running time whose results are lost, over all attempts that were preempted or displaced. */
  lostMs: number
}

/** Of milliseconds. Percentiles are nearest-rank. Of nothing, everything is 0. */
export interface Spread {
  count: number
  mean: number
  p50: number
  p90: number
  p99: number
  max: number
}

interface Outcome {
  poolId: string
  /** Workloads that were submitted in the measured time or waited at its beginning. */
  workloads: number
  /** Of these, those that started at some time. */
  started: number
  ended: number
  /** From submission (or `startAt`, where that is later) to the first start, of those that started. */
  waits: Spread
  /** From submission (or `startAt`) to the end, less the running time it needed: all waiting, and all work that was lost. Of those that ended. */
  delays: Spread
  /** Those that never started. */
  neverStarted: number
  preemptions: number
  /** Time of runs that was lost, weighted by what they held, in units of a resource times milliseconds. */
  lost: Resources
  /** Held on average over the measured time. */
  allocated: Resources
}

/** One leaf queue in one pool. */
export interface QueueOutcome extends Outcome {
  queueId: string
  /** Parts of the pool in its {@link PoolOutcome.resource}, 0 to 1, on average over the looks at fair shares. */
  allocatedShare: number
  /** What the engine would give it by its quotas, weights and demand at each moment. */
  fairShare: number
  /** Mean of |allocated share - fair share|. */
  shareError: number
  /** Mean of what it was owed and did not have: max(0, fair share - allocated share). */
  owed: number
}

export interface PoolOutcome extends Outcome {
  /** The resource that shares are told in: GPUs where the pool has any, else cores. */
  resource: string
  /** There on average over the measured time. */
  capacity: Resources
  /** Held over there, 0 to 1, by resource. */
  utilisation: Resources
  /** Sums over the leaf queues. */
  shareError: number
  owed: number
}

/** Shares over time, one value for each look. */
export interface ShareSeries {
  poolId: string
  at: number[]
  queues: { queueId: string; allocatedShare: number[]; fairShare: number[] }[]
}

export interface SimulationResult {
  order: SimulationOrder
  startAt: number
  endAt: number
  /** Why it ended: nothing was left to happen, `until` came, or all of `untilStarted` had started. */
  endedBy: 'rest' | 'until' | 'started'
  measured: { from: number; until: number }
  /** By submission, then id. */
  workloads: SimulatedWorkload[]
  /** By pool id, then queue id. */
  queues: QueueOutcome[]
  pools: PoolOutcome[]
  series: ShareSeries[]
  counts: { rounds: number; starts: number; preemptions: number; displaced: number; looks: number; checks: number }
  /** What `checkInvariants` found, each kind and subject once. */
  violations: Violation[]
}
