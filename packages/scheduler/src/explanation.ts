/** Why work waits. Codes are stable; the sentence is made from the same numbers. */
export const WAIT_REASONS = [
  'QUEUE_UNKNOWN',
  'NO_QUOTA',
  'OVER_LIMIT',
  'USER_LIMIT',
  'LENDING',
  'FAIR_SHARE',
  'PRIORITY',
  'NO_MATCHING_NODE',
  'TAINTED',
  'CLUSTER_RULES',
  'TOO_LARGE',
  'NO_CAPACITY',
  'FRAGMENTED',
  'GANG_INCOMPLETE',
  'TOPOLOGY',
  'NEIGHBOURS',
  'CLUSTER_OFFLINE',
  'CLUSTER_PAUSED',
  'PREEMPTING',
  'PREEMPTION_RATE',
  'ROUND_FULL',
] as const
export type WaitReason = (typeof WAIT_REASONS)[number]

export const GATES = [
  'queue',
  'quota',
  'limit',
  'clusters',
  'nodes',
  'capacity',
  'gang',
  'fair-share',
  'priority',
  'preemption',
] as const
export type Gate = (typeof GATES)[number]

/** One test on the way to a place, in the order in which the engine asks. */
export interface GateResult {
  gate: Gate
  state: 'pass' | 'fail' | 'not-reached'
  /**
   * The numbers behind it, for example `{need: 8, free: 3}`; keys are words of the sentence, amounts in GPUs, cores, GiB or
   * pieces.
   */
  numbers: Readonly<Record<string, number>>
  /** Which resource, queue, label or cluster it is about. */
  subject?: string
  text: string
}

export interface Explanation {
  /** The dominant cause: the gate that, once passed, lets the most of the rest pass. */
  reason: WaitReason
  /** One sentence with numbers, for example "needs 8 GPUs; 3 are free on the largest node of pool default". */
  message: string
  /** One thing that the reader can do. */
  hint: string
  /** True: no amount of waiting helps, somebody has to change something. */
  permanent: boolean
  gates: GateResult[]
  /** Queues that hold what is missing beyond what they are owed, most first. */
  holders: { queueId: string; resource: string; amount: number }[]
}
