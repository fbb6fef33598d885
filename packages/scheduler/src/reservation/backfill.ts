import { headOf, nextLeaf, openTurns, reviewQueue } from '../fairness/turns.ts'
import type { Round } from '../round/round.ts'
import { startNow } from '../round/serve.ts'
import { WAITING } from '../round/work.ts'
import { shiftReservation } from './reserve.ts'

/** Lets work that ends before the reservation begins use the room that is kept. In the usual order of queues. */
export function backfill(round: Round): void {
  const { reservation, tree, work, ledger, turns, state } = round
  if (reservation === undefined || reservation.startsAt === Infinity || round.isFull) return
  const spare = reservation.startsAt - round.now
  const { timeLimitMs } = state.workloads
  shiftReservation(round, -1)
  const isClosed = new Uint8Array(work.classCount)
  openTurns(turns, tree, work, ledger, isClosed, (at) => {
    return work.status[at] === WAITING && at !== reservation.at && timeLimitMs[work.workload[at]!]! <= spare
  })
  for (let leaf = nextLeaf(turns, tree); leaf !== -1; leaf = nextLeaf(turns, tree)) {
    const at = headOf(turns, leaf)
    if (startNow(round, at)) turns.cursor[leaf]! += 1
    else isClosed[work.class[at]!] = 1
    reviewQueue(turns, tree, work, ledger, isClosed, leaf)
    if (round.placements.length + round.nominees.length - round.kept >= round.policy.placementsMaxPerRound) break
  }
  shiftReservation(round, 1)
}
