import type { Work } from '../round/work.ts'
import type { Ledger } from './ledger.ts'

/** What the order of siblings depends on, one entry for each queue, kept so that comparing is a handful of loads. */
export interface TurnKeys {
  /** Position of the workload that the queue puts forward. */
  head: Int32Array
  /**
   * 0 when its next workload is overdue and inside its fair share; else 1, plus 2 when above its fair share now, plus 1 when its
   * next workload goes beyond its deserved quota.
   */
  tier: Uint8Array
  rank: Float64Array
  /** 1 when it uses something of which its fair share is nothing. */
  isZeroShare: Uint8Array
  shareNext: Float64Array
  shareNow: Float64Array
  entitlement: Float64Array
  submittedAt: Float64Array
}

export function createTurnKeys(count: number): TurnKeys {
  return {
    head: new Int32Array(count).fill(-1),
    tier: new Uint8Array(count),
    rank: new Float64Array(count),
    isZeroShare: new Uint8Array(count),
    shareNext: new Float64Array(count),
    shareNow: new Float64Array(count),
    entitlement: new Float64Array(count),
    submittedAt: new Float64Array(count),
  }
}

/** Tier of a queue that puts forward overdue work to which it has a right. */
export const URGENT = 0

/** Stands in for a ratio to a fair share of nothing: behind every ratio to something. */
const BEYOND_ALL = 1e9

/**
 * Brings the keys of a queue up to date with what it holds and puts forward. Only resources that its next workload asks for
 * count: a queue that has all of the GPUs it may have is not behind for cores because of that.
 */
export function writeTurnKeys(keys: TurnKeys, q: number, work: Work, ledger: Ledger, isOverdue: boolean): void {
  const { width, alive, share, orderShare, deserved } = ledger
  const k = work.class[keys.head[q]!]!
  let isUrgent = isOverdue
  let isOver = 0
  let isBeyond = 0
  let isZero = 0
  let next = 0
  let now = 0
  let entitlement = 0
  for (let a = 0; a < width; a++) {
    const demand = work.demand[k * width + a]!
    if (demand === 0) continue
    const index = q * width + a
    const held = alive[index]!
    if (held > share[index]!) isOver = 1
    if (held + demand > share[index]!) isUrgent = false
    if (held + demand > deserved[index]!) isBeyond = 1
    const part = orderShare[index]!
    const total = Math.max(1, orderShare[a]!)
    if (part > 0) {
      next = Math.max(next, (held + demand) / part)
      now = Math.max(now, held / part)
    } else {
      next = Math.max(next, BEYOND_ALL + (held + demand) / total)
      if (held > 0) {
        isZero = 1
        now = Math.max(now, BEYOND_ALL + held / total)
      }
    }
    entitlement = Math.max(entitlement, part / total)
  }
  keys.tier[q] = isUrgent ? URGENT : 1 + isOver * 2 + isBeyond
  keys.rank[q] = ledger.rank[q]!
  keys.isZeroShare[q] = isZero
  keys.shareNext[q] = next
  keys.shareNow[q] = now
  keys.entitlement[q] = entitlement
  keys.submittedAt[q] = work.submittedAt[keys.head[q]!]!
}

/**
 * Below 0 when queue `a` goes before its sibling `b`; never 0 for two queues. Overdue work to which its queue has a right goes
 * first, the longest waiting before others. Apart from that, the first difference wins: at or under the fair
 * share; inside deserved quota with the next workload; higher rank; not using what it has no share of; lower share of its
 * entitlement with the next workload, then without; smaller entitlement; earlier submission of the next workload; older
 * queue, then id. The order is Run:ai's, with the time of submission added.
 */
export function compareTurns(keys: TurnKeys, a: number, b: number): number {
  const tier = keys.tier[a]! - keys.tier[b]!
  if (tier !== 0) return tier
  if (keys.tier[a] === URGENT && keys.submittedAt[a] !== keys.submittedAt[b]) {
    return keys.submittedAt[a]! - keys.submittedAt[b]!
  }
  const rank = keys.rank[b]! - keys.rank[a]!
  if (rank !== 0) return rank
  const zero = keys.isZeroShare[a]! - keys.isZeroShare[b]!
  if (zero !== 0) return zero
  const next = keys.shareNext[a]! - keys.shareNext[b]!
  if (next !== 0) return next
  const now = keys.shareNow[a]! - keys.shareNow[b]!
  if (now !== 0) return now
  const entitlement = keys.entitlement[a]! - keys.entitlement[b]!
  if (entitlement !== 0) return entitlement
  const submitted = keys.submittedAt[a]! - keys.submittedAt[b]!
  return submitted === 0 ? a - b : submitted
}
