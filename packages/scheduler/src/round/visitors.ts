import { divideShares } from '../fairness/fair-share.ts'
import { sumDemand } from '../fairness/demand.ts'
import { lookAgainEverywhere } from '../preemption/find-soon.ts'
import { openEvictions } from '../preemption/open-evictions.ts'
import { shiftReservation } from '../reservation/reserve.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Round } from './round.ts'
import { serveVisitors, serveWaiting } from './serve.ts'
import { AWAY, NOMINATED, NOMINEE, WAITING } from './work.ts'

/**
 * Work that may go to more than one pool. Every pool of its list lays it out, but it waits in one at a time: first in its own,
 * and where that has nothing for it, in the next one, after that one has served its own. A pool is asked for by what waits in
 * it; so work asks nothing of pools that it does not come to.
 */
export interface Visits {
  rounds: readonly Round[]
  /** By state number of a workload: 1 once it has a place in this plan. */
  isSettled: Uint8Array
}

export function openVisits(state: SchedulerState, rounds: readonly Round[]): Visits {
  return { rounds, isSettled: new Uint8Array(state.workloads.table.size) }
}

/** Work whose nomination in another pool was withdrawn waits in its own again. */
export function callHome({ rounds }: Visits): void {
  const returned = new Set<number>()
  for (const round of rounds) {
    for (const at of round.withdrawn) {
      if (homeOf(round, at) === round.pool) continue
      round.work.status[at] = AWAY
      returned.add(round.work.workload[at]!)
    }
  }
  if (returned.size === 0) return
  for (const round of rounds) {
    const { work } = round
    const came: number[] = []
    for (let at = 0; at < work.count; at++) {
      if (work.status[at] !== AWAY || homeOf(round, at) !== round.pool) continue
      if (returned.has(work.workload[at]!)) came.push(at)
    }
    if (came.length > 0) letWait(round, came)
  }
}

/**
 * Does something while the pool is divided as if all who wait in other pools and may come to it had come. Nominated gangs that are
 * elastic start at that size: larger, they would be taken back as a whole by the first who does come, and so in turns for ever.
 */
export function withGuests(round: Round, act: () => void): void {
  const { state, work } = round
  const guests: number[] = []
  if (work.sizes !== undefined) {
    for (let at = 0; at < work.count; at++) {
      if (work.status[at] === AWAY && state.workloads.nominatedCluster[work.workload[at]!] === -1) guests.push(at)
    }
  }
  if (guests.length === 0) {
    act()
    return
  }
  letWait(round, guests)
  act()
  for (const at of guests) work.status[at] = AWAY
  letWait(round, [])
}

/** Lets all that found no place so far try the next pools of its list, one after another. Each pool is shared anew with those who come. */
export function tryFallbacks(visits: Visits): void {
  const { rounds, isSettled } = visits
  for (const round of rounds) settle(visits, round)
  for (let turn = 0, isLast = false; !isLast; turn++) {
    isLast = true
    for (const round of rounds) {
      const { classes } = round.state
      const { work } = round
      const came: number[] = []
      for (let at = 0; at < work.count; at++) {
        if (work.status[at] !== AWAY || isSettled[work.workload[at]!] === 1) continue
        const fallbacks = classes.fallbacks[work.stateClass[work.class[at]!]!] ?? []
        if (fallbacks[turn] === round.pool) came.push(at)
        if (fallbacks.length > turn + 1) isLast = false
      }
      if (came.length === 0) continue
      letWait(round, came)
      const isComing = new Set(came)
      serveVisitors(round, (at) => isComing.has(at))
      for (const at of came) if (work.status[at] === WAITING) work.status[at] = AWAY
      settle(visits, round)
    }
  }
  for (const round of rounds) {
    if (!leave(round, isSettled)) continue
    // What was closed to others stands open again.
    round.isClosed.fill(0)
    serveWaiting(round)
    settle(visits, round)
  }
  for (const round of rounds) {
    round.withdrawn = round.withdrawn.filter((at) => isSettled[round.work.workload[at]!] === 0)
  }
}

function settle({ isSettled }: Visits, { placements, nominees, work }: Round): void {
  for (const { at } of placements) isSettled[work.workload[at]!] = 1
  for (const { at } of nominees) isSettled[work.workload[at]!] = 1
}

/** Takes work that found its place elsewhere out of the line of its own pool. True: room that was kept for it is free again. */
function leave(round: Round, isSettled: Uint8Array): boolean {
  const { work } = round
  let isFreed = false
  for (let at = 0; at < work.count; at++) {
    if (work.status[at] !== WAITING || isSettled[work.workload[at]!] === 0) continue
    work.status[at] = AWAY
    if (round.reservation?.at !== at) continue
    shiftReservation(round, -1)
    round.reservation = undefined
    lookAgainEverywhere(round)
    isFreed = true
  }
  return isFreed
}

/** Puts work in line, and divides the pool anew with what it asks for. */
function letWait(round: Round, came: readonly number[]): void {
  const { state, tree, work, ledger, amounts, fleet } = round
  for (const at of came) work.status[at] = WAITING
  const counted = work.waitingCount.slice()
  work.waitingCount.fill(0)
  for (let at = 0; at < work.count; at++) {
    const status = work.status[at]!
    if (status === WAITING || status === NOMINATED || status === NOMINEE) work.waitingCount[work.class[at]!]! += 1
  }
  ledger.requested.fill(0)
  ledger.users?.asked.fill(0)
  sumDemand(round)
  divideShares(tree, amounts, ledger, fleet.capacity, state.pools.upserts[round.pool]?.timeBased?.k)
  work.waitingCount.set(counted)
  renewEvictions(round)
}

/** Who is over depends on the shares; who was taken already stays taken, in the order of merit of that moment. */
function renewEvictions(round: Round): void {
  const before = round.evictions
  if (before === undefined) return
  round.evictions = undefined
  const { order } = openEvictions(round)
  for (const { at } of round.victims) order[at] = before.order[at]! + round.work.count
}

function homeOf({ state, work }: Round, at: number): number {
  return state.classes.pool[work.stateClass[work.class[at]!]!]!
}
