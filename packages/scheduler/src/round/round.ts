import type { Policy } from '../policy.ts'
import type { Ledger } from '../fairness/ledger.ts'
import type { Overdue } from '../fairness/overdue.ts'
import type { Turns } from '../fairness/turns.ts'
import type { Constraints } from '../placement/constraints.ts'
import type { Domains } from '../placement/ladders.ts'
import type { NodeGroups, NodeIndex } from '../placement/node-index.ts'
import type { Evictions } from '../preemption/evictions.ts'
import type { Release } from '../reservation/forecast.ts'
import type { Reservation } from '../reservation/reserve.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Line } from './line.ts'
import type { Fleet } from './fleet.ts'
import type { QueueTree } from './queue-tree.ts'
import type { Amounts, Work } from './work.ts'

/** Values of {@link Round.isCapped}: the policy's cap on a round, or the pool's rate limit. */
export const CAPPED_BY_ROUND = 1
export const CAPPED_BY_RATE = 2

/** Room that is set aside for one workload, by positions in the serving order and local nodes. */
export interface Holding {
  at: number
  nodes: number[]
}

export interface Victim {
  at: number
  /** Position of the workload that gets the room. */
  forAt: number
  /** Taken so that its queue's share covers the preemptor, not for its room. */
  isForced: boolean
}

/** Everything one round knows about one pool: scratch that is thrown away with the round. */
export interface Round extends Domains {
  state: SchedulerState
  policy: Policy
  now: number
  pool: number
  isSpread: boolean
  tree: QueueTree
  amounts: Amounts
  work: Work
  fleet: Fleet
  ledger: Ledger
  constraints: Constraints
  groups: NodeGroups
  /** Over the whole pool. */
  index: NodeIndex
  turns: Turns
  /** Undefined unless something has waited longer than the pool allows. */
  overdue: Overdue | undefined
  /** Undefined until somebody may preempt. */
  evictions: Evictions | undefined
  /** By class: 1 once it is known that nothing more of it can be placed in this round. */
  isClosed: Uint8Array
  /** Runs that the pool's rate limit still lets this round preempt; `Infinity` without one. */
  preemptionsLeft: number
  /** By class: what stood in its way when it might have taken room, {@link CAPPED_BY_ROUND} or {@link CAPPED_BY_RATE}; else 0. */
  isCapped: Uint8Array
  placements: Holding[]
  /** For each placement: the queue's dominant share before and after, and whether that went beyond its deserved quota. */
  sharesBefore: number[]
  sharesAfter: number[]
  isBorrowed: boolean[]
  nominees: Holding[]
  /** How many of the nominees were nominated before. */
  kept: number
  withdrawn: number[]
  victims: Victim[]
  /** Room kept for the first workload that found none; at most one in a round. */
  reservation: Reservation | undefined
  reservationTries: number
  /** What comes free by itself; made when somebody asks. */
  releases: Release[] | undefined
  /** Nodes of the pool with a label, once counted. */
  labelCounts: Map<string, number>
  isFull: boolean
  /** Who stands where after the round; made when it is explained. */
  line: Line | undefined
}
