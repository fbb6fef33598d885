import { dominantShare, mayStart } from '../fairness/gates.ts'
import { bookStart } from '../fairness/ledger.ts'
import { headOf, nextLeaf, openTurns, reviewQueue } from '../fairness/turns.ts'
import { startNear } from '../placement/bars.ts'
import { placeNow } from '../placement/place.ts'
import { reserve, shiftReservation } from '../reservation/reserve.ts'
import { givesWay, reserveOverdue } from '../reservation/reserve-overdue.ts'
import { lookAgainEverywhere } from '../preemption/find-soon.ts'
import { preempt } from '../preemption/preempt.ts'
import type { Round } from './round.ts'
import { fewestClass, isElastic } from './sizes.ts'
import { placeElastic } from './start-elastic.ts'
import { PLACED, WAITING } from './work.ts'

/**
 * Serves what waits, one workload at a time, always from the queue whose turn it is: room that is free now, else room that
 * others must give back. A class that got neither is closed for the round, so that thousands like it cost nothing.
 */
export function serveWaiting(round: Round): void {
  reserveOverdue(round)
  serveAll(round, (at) => round.work.status[at] === WAITING, true)
}

/** The same for work that comes from other pools; no room is kept for it. */
export function serveVisitors(round: Round, isVisitor: (at: number) => boolean): void {
  serveAll(round, isVisitor, false)
}

function serveAll(round: Round, isServed: (at: number) => boolean, keepsRoom: boolean): void {
  const { tree, work, ledger, turns, isClosed } = round
  openTurns(turns, tree, work, ledger, isClosed, isServed)
  for (let leaf = nextLeaf(turns, tree); leaf !== -1; leaf = nextLeaf(turns, tree)) {
    if (round.placements.length + round.nominees.length - round.kept >= round.policy.placementsMaxPerRound) {
      round.isFull = true
      return
    }
    const at = headOf(turns, leaf)
    const k = work.class[at]!
    const isPlaced = round.reservation?.at === at ? serveReserved(round, at) : serveOne(round, at)
    if (isPlaced) turns.cursor[leaf]! += 1
    else {
      isClosed[k] = 1
      if (keepsRoom) reserve(round, at)
    }
    reviewQueue(turns, tree, work, ledger, isClosed, leaf)
  }
}

function serveOne(round: Round, at: number): boolean {
  if (!givesWay(round, fewestClass(round, round.work.class[at]!)) && startNow(round, at)) return true
  return preemptFor(round, at)
}

/** Serves the workload for which room is kept, which may use that room. */
function serveReserved(round: Round, at: number): boolean {
  const { reservation } = round
  shiftReservation(round, -1)
  round.reservation = undefined
  lookAgainEverywhere(round)
  if (serveOne(round, at)) return true
  round.reservation = reservation
  shiftReservation(round, 1)
  return false
}

/** Starts a workload in room that is free now. False: it cannot, and nothing changed. */
export function startNow(round: Round, at: number): boolean {
  const { tree, work, ledger } = round
  const k = work.class[at]!
  let nodes: number[] | undefined
  if (isElastic(work, k)) nodes = placeElastic(round, at)
  else if (mayStart(tree, work, ledger, k)) nodes = placeNow(round, k)
  if (nodes === undefined) return false
  recordStart(round, at, nodes)
  return true
}

/** Takes room from others for a workload; for one that is elastic, only for its fewest replicas. */
function preemptFor(round: Round, at: number): boolean {
  const { work, isCapped } = round
  const k = work.class[at]!
  if (!isElastic(work, k)) return preempt(round, at)
  const least = fewestClass(round, k)
  work.class[at] = least
  if (preempt(round, at)) return true
  work.class[at] = k
  isCapped[k] = isCapped[least]!
  return false
}

/** Books a workload whose room on `nodes` is taken already. */
export function recordStart(round: Round, at: number, nodes: number[]): void {
  const { tree, work, ledger, fleet } = round
  const k = work.class[at]!
  const leaf = work.leaf[k]!
  round.sharesBefore.push(dominantShare(ledger, fleet.capacity, leaf))
  bookStart(tree, work, ledger, k)
  round.sharesAfter.push(dominantShare(ledger, fleet.capacity, leaf))
  round.isBorrowed.push(isBorrowed(round, k))
  startNear(round, k, nodes)
  work.status[at] = PLACED
  round.placements.push({ at, nodes })
}

/** Whether the queue of class `k` holds more than its deserved quota of something that the class asks for. */
function isBorrowed(round: Round, k: number): boolean {
  const { work, ledger } = round
  const { width } = ledger
  const leaf = work.leaf[k]! * width
  for (let a = 0; a < width; a++) {
    if (work.demand[k * width + a]! > 0 && ledger.alive[leaf + a]! > ledger.deserved[leaf + a]!) return true
  }
  return false
}
