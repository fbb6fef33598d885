import type { Round } from '../round/round.ts'
import { GPU } from '../state/resources.ts'
import { mayTake, type Claim } from './claim.ts'
import { evict, restore, take, type Evictions } from './evictions.ts'

/** Restores what was taken after the first `keep` runs of the attempt; `soon` is how many nodes were named by then as coming free. */
export function undoTo(round: Round, evictions: Evictions, keep: number, soon: number): void {
  while (evictions.taken.length > keep) restore(round, evictions, evictions.taken.pop()!)
  evictions.soon.length = soon
}

/** Names the nodes of the runs taken since `mark` as coming free, after the first `soon` names: each run once, whatever was tried in between. */
export function nameSoon(round: Round, evictions: Evictions, mark: number, soon: number): void {
  const { slotStart, slotCount, slab } = round.state.workloads
  evictions.soon.length = soon
  for (let i = mark; i < evictions.taken.length; i++) {
    const workload = round.work.workload[evictions.taken[i]!]!
    const start = slotStart[workload]!
    for (let slot = start; slot < start + slotCount[workload]!; slot++) {
      evictions.soon.push(round.fleet.local[slab.values[slot]!]!)
    }
  }
}

/** Takes runs off a node until one replica fits, then gives back those that were not needed. False: nothing taken. */
export function clearNode(round: Round, evictions: Evictions, claim: Claim, node: number): boolean {
  const { taken, onNode, onNodeStart } = evictions
  const mark = taken.length
  const soon = evictions.soon.length
  for (let i = onNodeStart[node]!; i < onNodeStart[node + 1]! && !fitsLater(round, node, claim.class); i++) {
    const at = onNode[i]!
    if (!mayTake(round, evictions, claim, at) || !isHelpful(round, node, claim.class, round.work.class[at]!)) continue
    take(round, evictions, at)
  }
  if (!fitsLater(round, node, claim.class)) {
    undoTo(round, evictions, mark, soon)
    return takeOne(round, evictions, claim, node)
  }
  for (let i = taken.length - 1; i >= mark; i--) {
    const at = taken[i]!
    restore(round, evictions, at)
    if (fitsLater(round, node, claim.class)) taken.splice(i, 1)
    else evict(round, evictions, at)
  }
  nameSoon(round, evictions, mark, soon)
  return true
}

/**
 * Takes the first run that makes room by itself: one that may go as long as no other has, since its queue is then still above what
 * it is owed.
 */
function takeOne(round: Round, evictions: Evictions, claim: Claim, node: number): boolean {
  const { taken, onNode, onNodeStart } = evictions
  const mark = taken.length
  const soon = evictions.soon.length
  for (let i = onNodeStart[node]!; i < onNodeStart[node + 1]!; i++) {
    if (!mayTake(round, evictions, claim, onNode[i]!)) continue
    take(round, evictions, onNode[i]!)
    if (fitsLater(round, node, claim.class)) return true
    undoTo(round, evictions, mark, soon)
  }
  return false
}

/** Whether a run of class `other` holds some of what class `k` lacks on the node. */
function isHelpful(round: Round, node: number, k: number, other: number): boolean {
  const { width, later } = round.fleet
  const { need } = round.work
  for (let a = 0; a < width; a++) {
    const isGpu = round.amounts.resource[a] === GPU && round.work.wantsGpu[other] === 1
    if (need[k * width + a]! > later[node * width + a]! && (isGpu || need[other * width + a]! > 0)) return true
  }
  return false
}

export function fitsLater(round: Round, node: number, k: number): boolean {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) {
    const need = round.work.need[k * width + a]!
    if (need > 0 && later[node * width + a]! < need) return false
  }
  return true
}

export function isInReach(round: Round, evictions: Evictions, node: number, k: number): boolean {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) {
    const need = round.work.need[k * width + a]!
    if (need > 0 && later[node * width + a]! + evictions.evictableRoom[node * width + a]! < need) return false
  }
  return true
}

/** What the runs taken since `mark` held, as parts of the pool; a run more breaks ties. */
export function lossSince(round: Round, evictions: Evictions, mark: number): number {
  let loss = 0
  for (let i = mark; i < evictions.taken.length; i++)
    loss += weightOf(round, round.work.class[evictions.taken[i]!]!) + 1e-9
  return loss - 1e-9
}

export function weightOf(round: Round, k: number): number {
  const { width, capacity } = round.fleet
  let weight = 0
  for (let a = 0; a < width; a++) {
    if (capacity[a]! > 0) weight = Math.max(weight, round.work.demand[k * width + a]! / capacity[a]!)
  }
  return weight
}
