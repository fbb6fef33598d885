import type { GateResult } from '../explanation.ts'
import type { Holding, Round } from '../round/round.ts'
import type { Holder } from './holders.ts'

/** What explanations of one pool share, so that cost and memory grow with what is different about classes. */
export interface ExplainMemo {
  /** The gate of a queue, by leaf. */
  queue: (GateResult | undefined)[]
  /** What is said of the right to preempt, by its text. */
  preemption: Record<string, GateResult>
  /** Who holds more than its share, by resource; and the same without a leaf, by leaf and resource. */
  holders: (readonly Holder[] | undefined)[]
  othersOf: Map<number, Holder[]>
  /** Nominees by position; see `nomineeAt`. */
  nominees: Map<number, Holding> | undefined
}

export function createMemo(): ExplainMemo {
  return { queue: [], preemption: {}, holders: [], othersOf: new Map(), nominees: undefined }
}

/** The nominee at a position, of those that hold a nomination after the round. */
export function nomineeAt(memo: ExplainMemo, round: Round, at: number): Holding {
  memo.nominees ??= new Map(round.nominees.map((nominee) => [nominee.at, nominee]))
  return memo.nominees.get(at)!
}
