/** What an operator may tune about rounds. */
export interface Policy {
  /** Runs that one round may preempt in one pool. A damper: what is left over is looked at again in the next round. */
  preemptionsMaxPerRound: number
  /** Workloads that one round may place in one pool; bounds the size of a commit. */
  placementsMaxPerRound: number
  /**
   * Room may be kept for work that waits for it, when it comes free within this time at the latest; meanwhile only work
   * that ends before then may use it. 0 or absent: never.
   */
  reservationHorizonMs?: number
  /** Explain waiting work. Costs one pass for each distinct class. */
  explain: boolean
}

export const DEFAULT_POLICY: Policy = {
  preemptionsMaxPerRound: 1_000,
  placementsMaxPerRound: 10_000,
  reservationHorizonMs: 3_600_000,
  explain: true,
}

/** Clock and chance come from outside, so that a round can be replayed bit for bit. */
export interface RoundInputs {
  /** Milliseconds since the epoch. */
  now: number
  /** Uniform in [0, 1). Only for choices between equals that would otherwise always hit the same node. */
  random: () => number
  /** By pool id, how many runs may be preempted before its rate limit is reached; a pool without an entry has none. */
  preemptionsLeft?: Readonly<Record<string, number>>
  /** Explain this class key and no other. Undefined: all of them, where the policy asks for explanations. */
  explainOnly?: string
}
