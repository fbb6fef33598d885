import { mayStart } from '../fairness/gates.ts'
import { standApart } from '../placement/bars.ts'
import { fillDomain } from '../placement/fill-domain.ts'
import { ladderNow } from '../placement/ladders.ts'
import { mostThatFit, placeNow } from '../placement/place.ts'
import { isRightful } from '../preemption/claim.ts'
import { openEvictions } from '../preemption/open-evictions.ts'
import { givesWay } from '../reservation/reserve-overdue.ts'
import type { Round } from './round.ts'
import { sizedClass, trialClass } from './sizes.ts'

/**
 * Finds room that is free now for as many replicas of an elastic workload as its queue may start, takes it, and gives the
 * workload the class of that size. Undefined, and nothing changed, when there is none for its fewest.
 */
export function placeElastic(round: Round, at: number): number[] | undefined {
  const { work } = round
  const base = work.base[work.class[at]!]!
  const most = mostAllowed(round, at)
  if (most === 0) return undefined
  let nodes = placeNow(round, base, most)
  if (nodes === undefined) {
    const fits = mostThatFit(round, base, most)
    if (fits >= work.replicasMin[base]! && fits < most) nodes = placeNow(round, base, fits)
  }
  if (nodes !== undefined) work.class[at] = sizedClass(round, base, nodes.length)
  return nodes
}

/** Gives an elastic workload that starts on `nodes` what more of its replicas find free room beside them. */
export function growElastic(round: Round, at: number, nodes: number[]): void {
  const { work } = round
  const base = work.base[work.class[at]!]!
  const most = base === work.class[at] ? 0 : mostAllowed(round, at)
  if (most <= nodes.length) return
  const ladder = ladderNow(round, base)
  const level = ladder[ladder.length - 1]!
  standApart(round, base, nodes, 1)
  fillDomain(round, base, most, [level], 0, level.of[nodes[0]!]!, nodes)
  standApart(round, base, nodes, 0)
  work.class[at] = sizedClass(round, base, nodes.length)
}

/**
 * The most replicas with which an elastic workload may start: what quota and limits allow; and where its fewest belong to its
 * queue's share, what the share covers, since with more it could be reclaimed as a whole. 0: not even its fewest.
 */
function mostAllowed(round: Round, at: number): number {
  const { tree, work, ledger } = round
  const base = work.base[work.class[at]!]!
  const least = work.replicasMin[base]!
  const all = work.replicas[base]!
  const most = largest(least, all, (count) => {
    const k = trialClass(round, base, count)
    return mayStart(tree, work, ledger, k) && !givesWay(round, k)
  })
  if (most <= least || work.preemptible[base] === 0 || isCovered(most)) return most
  return isCovered(least) ? largest(least, most, isCovered) : most

  function isCovered(count: number): boolean {
    const k = trialClass(round, base, count)
    const { width, alive, share } = ledger
    const leaf = work.leaf[base]! * width
    let isFree = true
    for (let a = 0; a < width && isFree; a++) {
      const demand = work.demand[k * width + a]!
      isFree = demand === 0 || alive[leaf + a]! + demand <= share[leaf + a]!
    }
    return isFree || isRightful(round, openEvictions(round), at, k)
  }
}

/** The largest whole number from `low` to `high` that passes, given that all smaller ones do then; 0 when `low` does not. */
function largest(low: number, high: number, passes: (count: number) => boolean): number {
  if (passes(high)) return high
  if (!passes(low)) return 0
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (passes(middle)) low = middle
    else high = middle
  }
  return low
}
