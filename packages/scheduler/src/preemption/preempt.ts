import { mayHold, quotaObstacle } from '../fairness/gates.ts'
import { book, bookAlive } from '../fairness/ledger.ts'
import { reviewQueue } from '../fairness/turns.ts'
import { holdNear } from '../placement/bars.ts'
import { claimNode } from '../placement/room.ts'
import { CAPPED_BY_RATE, CAPPED_BY_ROUND, type Round } from '../round/round.ts'
import { NOMINEE } from '../round/work.ts'
import { appraise, entitledDepth, mayTake, type Claim } from './claim.ts'
import { coveredBy, take, type Evictions } from './evictions.ts'
import { openEvictions } from './open-evictions.ts'
import { clearLimits } from './clear-limits.ts'
import { nameSoon, undoTo } from './clear-node.ts'
import { findRoom } from './find-room.ts'
import { searchSoonAgain, settleSoon } from './find-soon.ts'
import { giveBackSpare } from './give-back.ts'
import { nextPlace, openWalk, runAt } from './walk.ts'

/**
 * Takes room from others for the waiting workload at position `at`, if it has a right to it and all of its replicas are
 * placed by it; the workload is nominated for the room. False: nothing was taken.
 */
export function preempt(round: Round, at: number): boolean {
  const { tree, work, ledger, policy } = round
  const k = work.class[at]!
  if (policy.preemptionsMaxPerRound <= 0 || quotaObstacle(tree, work, ledger, k) !== -1) return false
  const evictions = openEvictions(round)
  if (evictions.scope.length === 0 && evictions.soon.length === 0) return false
  const claim = appraise(round, evictions, at)
  const isEntitled = claim.isRightful && claim.depth !== Infinity
  const isAnyOver = evictions.scopeStart[1]! > 0 || evictions.soon.length > 0
  if (!claim.hasLesser && !(isEntitled && isAnyOver)) return false
  if (attempt(round, evictions, claim, false)) return true
  return claim.isRightful && !isEntitled && attempt(round, evictions, claim, true)
}

/** One try. `withOwn`: first takes lesser runs of its own queue until its share covers it, so that it may reclaim the rest. */
function attempt(round: Round, evictions: Evictions, claim: Claim, withOwn: boolean): boolean {
  evictions.taken = []
  const soon = evictions.soon.length
  if (withOwn && !makeWay(round, evictions, claim)) return fail(round, evictions, claim, soon)
  const forced = evictions.taken.length
  if (!clearLimits(round, evictions, claim)) return fail(round, evictions, claim, soon)
  if (withOwn) claim.depth = entitledDepth(round, claim.class, claim.leaf)
  const nodes = findRoom(round, evictions, claim)
  if (nodes === undefined) return fail(round, evictions, claim, soon)
  // What went for its room may leave its queue with more to keep from being lent.
  if (!mayHold(round.tree, round.work, round.ledger, claim.class)) {
    for (const node of nodes) claimNode(round, node, claim.class, -1)
    return fail(round, evictions, claim, soon)
  }
  bookNominee(round, claim.at, 1)
  giveBackSpare(round, evictions, forced)
  nameSoon(round, evictions, 0, soon)
  searchSoonAgain(round, evictions, claim.class, soon)
  const cap = capOf(round, evictions.taken.length)
  if (cap !== 0) {
    round.isCapped[claim.class] = cap
    bookNominee(round, claim.at, -1)
    for (const node of nodes) claimNode(round, node, claim.class, -1)
    return fail(round, evictions, claim, soon)
  }
  commit(round, evictions, claim, nodes, forced)
  settleSoon(round, evictions, soon)
  return true
}

/** What forbids to preempt `count` runs more: the tighter of the two caps, or 0. */
function capOf({ victims, policy, preemptionsLeft }: Round, count: number): number {
  if (count === 0 || victims.length + count <= Math.min(policy.preemptionsMaxPerRound, preemptionsLeft)) return 0
  return preemptionsLeft < policy.preemptionsMaxPerRound ? CAPPED_BY_RATE : CAPPED_BY_ROUND
}

function fail(round: Round, evictions: Evictions, claim: Claim, soon: number): false {
  undoTo(round, evictions, 0, soon)
  searchSoonAgain(round, evictions, claim.class, soon)
  return false
}

function commit(round: Round, evictions: Evictions, claim: Claim, nodes: number[], forced: number): void {
  const { tree, work, ledger, turns, isClosed } = round
  work.status[claim.at] = NOMINEE
  round.nominees.push({ at: claim.at, nodes })
  holdNear(round, claim.class, nodes, 1)
  for (const [index, at] of evictions.taken.entries()) {
    evictions.isSettled[at] = 1
    round.victims.push({ at, forAt: claim.at, isForced: index < forced })
    reviewQueue(turns, tree, work, ledger, isClosed, work.leaf[work.class[at]!]!)
  }
}

/** Books (`sign` 1) or unbooks what a nominee will hold. */
export function bookNominee(round: Round, at: number, sign: 1 | -1): void {
  const { tree, work, ledger } = round
  const k = work.class[at]!
  bookAlive(tree, work, ledger, k, sign)
  if (work.preemptible[k] === 0)
    book(tree, ledger.fixed, ledger.width, work.leaf[k]!, work.demand, k * ledger.width, sign)
}

/** Takes lesser runs of the claim's own queue, worst first, until the leaf's share covers the claim. */
function makeWay(round: Round, evictions: Evictions, claim: Claim): boolean {
  openWalk(round, evictions, claim, claim.leaf, 0, false)
  for (let place = nextPlace(round, evictions, claim); place !== -1; place = nextPlace(round, evictions, claim)) {
    if (coveredBy(round, claim.leaf, claim.class, round.ledger.alive)) return true
    const at = runAt(evictions, claim, place)
    if (mayTake(round, evictions, claim, at)) take(round, evictions, at)
  }
  return coveredBy(round, claim.leaf, claim.class, round.ledger.alive)
}
