import { mayHold } from '../fairness/gates.ts'
import { placeNow } from '../placement/place.ts'
import { occupyNode } from '../placement/room.ts'
import { entitledDepth } from '../preemption/claim.ts'
import type { Round } from '../round/round.ts'
import { WAITING } from '../round/work.ts'
import { fewestClass } from '../round/sizes.ts'
import { forecastRoom } from './forecast.ts'
import { leastMissing } from './least-missing.ts'
import { shiftReservation, soonest } from './reserve.ts'

/** Classes for which a round looks for room to keep, at most: each costs a walk over all nodes. */
const TRIES_MAX = 8

/**
 * Keeps room for the work that has waited longest of all that is overdue, has a right to its room and finds none: where it can
 * start soonest by the time limits of what runs there, else where least is missing. Before anything is served, so that it is
 * the same workload in every round until it starts: were it another each time, none of them would ever have all of its room.
 */
export function reserveOverdue(round: Round): void {
  const { overdue, work, policy } = round
  if (overdue === undefined || round.reservation !== undefined) return
  let tries = 0
  for (const at of firstOfClasses(round)) {
    const k = fewestClass(round, work.class[at]!)
    if (!isEntitled(round, k) || fitsSomewhere(round, k)) continue
    if (++tries > TRIES_MAX) return
    const horizonMs = policy.reservationHorizonMs ?? 0
    if (horizonMs > 0) round.releases ??= forecastRoom(round, round.now + horizonMs)
    const found = horizonMs > 0 ? soonest(round, k, round.releases!) : undefined
    const nodes = found === undefined ? leastMissing(round, k) : found.nodes
    if (nodes === undefined) continue
    round.reservation = { at, nodes, startsAt: found?.startsAt ?? Infinity }
    shiftReservation(round, 1)
    return
  }
}

/** By class, the overdue workload that waits longest by now; of all those the longest waiting first. */
function firstOfClasses({ overdue, work, state }: Round): number[] {
  const { position } = state.workloads.arrivals
  const seen = new Uint8Array(work.classCount)
  const firsts: number[] = []
  for (const at of overdue!.order) {
    if (seen[work.class[at]!] === 1 || work.status[at] !== WAITING) continue
    seen[work.class[at]!] = 1
    firsts.push(at)
  }
  return firsts.sort((a, b) => position[work.workload[a]!]! - position[work.workload[b]!]!)
}

/**
 * Whether class `k` has a right to room: the shares on its way up cover it, or would if its own queue gave up some of what it runs
 * for it. In its queue it comes first, and its queue starts nothing meanwhile that its share does not cover with it.
 */
function isEntitled(round: Round, k: number): boolean {
  const { tree, work, ledger } = round
  const { width, share, alive } = ledger
  if (!mayHold(tree, work, ledger, k)) return false
  const leaf = work.leaf[k]!
  if (entitledDepth(round, k, leaf) === 1) return true
  for (let q = leaf; q > 0; q = tree.parent[q]!) {
    for (let a = 0; a < width; a++) {
      const demand = work.demand[k * width + a]!
      const own = alive[leaf * width + a]!
      if (demand > 0 && alive[q * width + a]! - own + Math.max(own, demand) > share[q * width + a]!) return false
    }
  }
  return true
}

function fitsSomewhere(round: Round, k: number): boolean {
  const nodes = placeNow(round, k)
  for (const node of nodes ?? []) occupyNode(round, node, k, -1)
  return nodes !== undefined
}

/**
 * Whether class `k` must leave what is free to the overdue work of its own queue for which room is kept: the queue's share does
 * not cover both. Its right to preempt stays what it is.
 */
export function givesWay(round: Round, k: number): boolean {
  const { reservation, work, ledger, overdue } = round
  if (reservation === undefined || overdue?.is[reservation.at] !== 1) return false
  const other = work.class[reservation.at]!
  if (work.leaf[other] !== work.leaf[k]) return false
  const { width, alive, share } = ledger
  for (let a = 0; a < width; a++) {
    const theirs = work.demand[other * width + a]!
    const ours = work.demand[k * width + a]!
    const index = work.leaf[k]! * width + a
    if (theirs > 0 && ours > 0 && alive[index]! + theirs + ours > share[index]!) return true
  }
  return false
}
