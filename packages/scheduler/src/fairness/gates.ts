import type { QueueTree } from '../round/queue-tree.ts'
import type { Work } from '../round/work.ts'
import type { Ledger } from './ledger.ts'
import { lendObstacle } from './lending.ts'
import { userObstacle } from './user-books.ts'

/**
 * The queue, from the leaf upward, whose deserved quota is too small for the non-preemptible class `k`; -1 when all have
 * room, and for preemptible classes.
 */
export function quotaObstacle(tree: QueueTree, work: Work, ledger: Ledger, k: number): number {
  if (work.preemptible[k] === 1) return -1
  return obstacle(tree, work, ledger, k, ledger.fixed, ledger.deserved)
}

/** The queue, from the leaf upward, whose limit stands against `held` and class `k`; -1 when none does. */
export function limitObstacle(tree: QueueTree, work: Work, ledger: Ledger, k: number, held: Float64Array): number {
  return obstacle(tree, work, ledger, k, held, ledger.limit)
}

function obstacle(
  tree: QueueTree,
  work: Work,
  ledger: Ledger,
  k: number,
  held: Float64Array,
  bound: Float64Array,
): number {
  const { width } = ledger
  for (let q = work.leaf[k]!; q > 0; q = tree.parent[q]!) {
    for (let a = 0; a < width; a++) {
      const demand = work.demand[k * width + a]!
      if (demand > 0 && held[q * width + a]! + demand > bound[q * width + a]!) return q
    }
  }
  return -1
}

/**
 * Whether work of class `k` may start now: non-preemptible work inside deserved quota; no queue above a limit, and no user above
 * one of theirs; and not into room that others keep.
 */
export function mayStart(tree: QueueTree, work: Work, ledger: Ledger, k: number): boolean {
  return (
    mayHold(tree, work, ledger, k) &&
    limitObstacle(tree, work, ledger, k, ledger.physical) === -1 &&
    userObstacle(work, ledger.users, k, false) === -1 &&
    lendObstacle(tree, work, ledger, k, false) === -1
  )
}

/** The same once all that is going has gone: what may be held for it. */
export function mayHold(tree: QueueTree, work: Work, ledger: Ledger, k: number): boolean {
  return (
    quotaObstacle(tree, work, ledger, k) === -1 &&
    limitObstacle(tree, work, ledger, k, ledger.alive) === -1 &&
    userObstacle(work, ledger.users, k, true) === -1 &&
    lendObstacle(tree, work, ledger, k, true) === -1
  )
}

/** The largest part of the pool, 0 to 1, that a queue holds of any one resource. */
export function dominantShare(ledger: Ledger, capacity: Float64Array, q: number): number {
  let share = 0
  for (let a = 0; a < ledger.width; a++) {
    if (capacity[a]! > 0) share = Math.max(share, ledger.alive[q * ledger.width + a]! / capacity[a]!)
  }
  return Math.min(1, share)
}
