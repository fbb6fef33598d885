import type { Delta, WorkloadUpsert } from '../delta.ts'
import type { Policy } from '../policy.ts'

/**
 * Who goes first. `fair`: the engine as it is. The others are baselines, planned by the same engine with everybody in one queue
 * without quotas, and without preemption: `fifo` by arrival, passing over what does not fit; `fifo-strict` by arrival, nothing
 * passes what waits; `priority` by priority, then arrival, passing over what does not fit.
 */
export type SimulationOrder = (typeof SIMULATION_ORDERS)[number]
export const SIMULATION_ORDERS = ['fair', 'fifo', 'fifo-strict', 'priority'] as const

/** Work that comes later. */
export interface Arrival {
  /** When; counts as its `submittedAt`. */
  at: number
  /** Without run and nomination. */
  workload: WorkloadUpsert
  /** How long it runs with all replicas; `Infinity`: until its time limit, else for ever. */
  runtimeMs: number
}

/** The world changes by itself: clusters, pools, nodes and queues come, change and go; a workload is cancelled. */
export interface WorldChange {
  at: number
  /** No upserts of workloads, no runs, no nominations. What runs on a node or cluster that goes is queued again. */
  deltas: readonly Delta[]
}

/** One virtual future. Times are milliseconds since the epoch, spans milliseconds. The same input gives the same result. */
export interface SimulationInput {
  /** The world at `startAt`, as the engine is told of it (for example by `describeState`). */
  world: readonly Delta[]
  startAt: number
  arrivals?: readonly Arrival[]
  /**
   * How long work that is in `world` already runs with all replicas, by workload id, counted from the start of its run. A workload
   * without an entry runs until its time limit, else for ever.
   */
  runtimesMs?: ReadonlyMap<string, number>
  changes?: readonly WorldChange[]
  /** Default: the engine's own, without explanations. */
  policy?: Partial<Policy>
  /** Default `fair`. */
  order?: SimulationOrder
  /** At least this long from round to round; what happens in between is planned together. Default 10 s. */
  roundEveryMs?: number
  /**
   * Each round waits at least this part of the virtual time that has gone by since `startAt`: 0.02 makes what is far away coarse by
   * 2 % and bounds the number of rounds by the logarithm of the time. What starts counts from when its room came free, so that nothing
   * stands empty between rounds that are far apart. Default 0.
   */
  coarsening?: number
  /** By pool id: runs that may be preempted within any hour. A pool without an entry: without bound. */
  preemptionsMaxPerHour?: Readonly<Record<string, number>>
  /** From the word to stop until the run's room is free. Default 0. */
  graceMs?: number
  /** Ends here at the latest. Default: when nothing is left that can happen. */
  until?: number
  /** Ends as soon as each of these has started. */
  untilStarted?: ReadonlySet<string>
  /** Shares, waits and use are reported from here to there. Default: from `startAt` to the last arrival, without arrivals to the end. */
  measure?: { from?: number; until?: number }
  /** Time between two looks at fair shares. Default: a 500th of the measured time; 0: each round. */
  sampleEveryMs?: number
  /**
   * True: the planner is shown all that waits, not only what it could get to in a round. Costs time and changes nothing; to check that.
   */
  showsAllWaiting?: boolean
  /** Runs `checkInvariants` after every so many rounds. Default: never. */
  checkEveryRounds?: number
}

export const SIMULATION_DEFAULTS = { roundEveryMs: 10_000, coarsening: 0, graceMs: 0 } as const
