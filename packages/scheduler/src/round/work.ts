import type { Sizes } from './sizes.ts'

/** What becomes of a workload in a round. */
export const WAITING = 0
/** Has a run. */
export const RUNNING = 1
/** Its run was told to stop in an earlier round. */
export const STOPPING = 2
/** Came with a nomination that is not looked at yet. */
export const NOMINATED = 3
/** Assigned in this round. */
export const PLACED = 4
/** Holds a nomination after this round. */
export const NOMINEE = 5
/** Preempted in this round. */
export const VICTIM = 6
/** May come from another pool, or has gone to one: it does not wait here, and asks for nothing. */
export const AWAY = 7

/** The resources that matter to a pool, with local numbers. */
export interface Amounts {
  width: number
  /** State number by local number, ascending. */
  resource: Int32Array
  /** Local number by state number, or -1. */
  local: Int32Array
  /** The column of the largest free part of a GPU, always the last; -1 when nobody asks for parts. See `Devices`. */
  shared: number
}

/**
 * The workloads of one pool in the order in which each queue serves them: by leaf, then higher priority, then earlier
 * submission, then id. `at` indexes below are positions in that order. Classes are numbered by first submission.
 */
export interface Work {
  classCount: number
  /** By local class. */
  stateClass: Int32Array
  /** Queue that serves the class, or -1 when its queue is unknown or no leaf. */
  leaf: Int32Array
  /** Queue that is charged for its runs: like `leaf`, but also where a queue became a department later. */
  home: Int32Array
  /** State number of the shape: classes of equal shape have equal rows of `need`. */
  shape: Int32Array
  replicas: Int32Array
  /** The fewest to start with; the same as `replicas` unless the class is elastic. */
  replicasMin: Int32Array
  /** The class of which this one is a smaller size; itself otherwise. */
  base: Int32Array
  /** Undefined when no work is elastic. */
  sizes: Sizes | undefined
  priority: Float64Array
  preemptible: Uint8Array
  /** What one replica needs of a node, and what the queue is charged for all of them; rows of `width`. */
  need: Float64Array
  demand: Float64Array
  /** The resource by which nodes are compared: GPUs when asked for, else cores, else the first. */
  primary: Int32Array
  wantsGpu: Uint8Array
  waitingCount: Int32Array
  /** User that a limit applies to, -1 for none; classes differ by user only where one does. Undefined: nobody limits users. */
  user: Int32Array | undefined
  /** By position. */
  count: number
  workload: Int32Array
  class: Int32Array
  submittedAt: Float64Array
  status: Uint8Array
  /** Positions of leaf q: `leafStart[q]` to `leafStart[q + 1] - 1`; the last range holds work of unknown queues. */
  leafStart: Int32Array
}
