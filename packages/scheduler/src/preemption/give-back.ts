import { isIntoKept } from '../fairness/lending.ts'
import { userObstacle } from '../fairness/user-books.ts'
import { isOverdrawn } from '../placement/room.ts'
import { shiftReservation } from '../reservation/reserve.ts'
import type { Round } from '../round/round.ts'
import { evict, restore, type Evictions } from './evictions.ts'

/**
 * Gives back the runs of an attempt that turned out not to be needed, the most deserving first. The first `forced` stay
 * taken: the claim stands on them.
 */
export function giveBackSpare(round: Round, evictions: Evictions, forced: number): void {
  const spare = evictions.taken.slice(forced).sort((a, b) => evictions.order[b]! - evictions.order[a]!)
  // Room that is kept for others is what comes free; these runs still stand where they stood.
  shiftReservation(round, -1)
  const kept = spare.filter((at) => !returns(round, evictions, at))
  shiftReservation(round, 1)
  evictions.taken = [...evictions.taken.slice(0, forced), ...kept]
}

/**
 * Looks once more at all victims of the round, the most deserving first: a gang that was taken later may have left room for
 * a run that was taken before.
 */
export function giveBackVictims(round: Round): void {
  const { evictions } = round
  if (evictions === undefined || round.victims.length === 0) return
  const returned = new Set<number>()
  const byMerit = round.victims.filter((victim) => !victim.isForced)
  byMerit.sort((a, b) => evictions.order[b.at]! - evictions.order[a.at]!)
  shiftReservation(round, -1)
  for (const { at } of byMerit) if (returns(round, evictions, at)) returned.add(at)
  shiftReservation(round, 1)
  if (returned.size === 0) return
  round.victims = round.victims.filter((victim) => !returned.has(victim.at))
}

/** Lets a run have its own room again, if nobody holds it and no limit is crossed. */
function returns(round: Round, evictions: Evictions, at: number): boolean {
  restore(round, evictions, at)
  if (hasItsRoom(round, at) && isWithinLimits(round, at)) return true
  evict(round, evictions, at)
  return false
}

function hasItsRoom(round: Round, at: number): boolean {
  const { state, work, fleet } = round
  const { slotStart, slotCount, slab } = state.workloads
  const workload = work.workload[at]!
  for (let i = 0; i < slotCount[workload]!; i++) {
    const node = fleet.local[slab.values[slotStart[workload]! + i]!]!
    if (isOverdrawn(round, node, work.class[at]!)) return false
  }
  return true
}

function isWithinLimits(round: Round, at: number): boolean {
  const { tree, work, ledger } = round
  const k = work.class[at]!
  if (isIntoKept(tree, work, ledger, k) || userObstacle(work, ledger.users, k, true, 0) !== -1) return false
  for (let q = work.leaf[k]!; q > 0; q = tree.parent[q]!) {
    for (let a = 0; a < ledger.width; a++) {
      const index = q * ledger.width + a
      if (work.demand[k * ledger.width + a]! > 0 && ledger.alive[index]! > ledger.limit[index]!) return false
    }
  }
  return true
}
