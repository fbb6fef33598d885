import { book } from '../fairness/ledger.ts'
import type { Plan, QueueStanding } from '../plan.ts'
import type { Round } from './round.ts'
import { AWAY, NOMINATED, NOMINEE, WAITING } from './work.ts'

/** How every queue that has a quota or work in the pool stands after the round, parents first, older siblings first. */
export function reportStandings(round: Round, plan: Plan): void {
  const { tree, state } = round
  const poolId = state.pools.table.ids[round.pool]!
  const { waiting, running, asked } = countWork(round)
  for (let q = 1; q < tree.count; q++) {
    const queue = state.queues.upserts[tree.queue[q]!]!
    if (queue.pools[poolId] === undefined && waiting[q] === 0 && running[q] === 0) continue
    plan.standings.push(standingOf(round, q, queue.id, poolId, waiting[q]!, running[q]!, asked))
  }
}

function standingOf(
  round: Round,
  q: number,
  queueId: string,
  poolId: string,
  waiting: number,
  running: number,
  asked: Float64Array,
): QueueStanding {
  const { ledger, fleet, state, amounts } = round
  const deserved: Record<string, number | null> = {}
  const limit: Record<string, number | null> = {}
  const fairShare: Record<string, number> = {}
  const allocated: Record<string, number> = {}
  const allocatedNonPreemptible: Record<string, number> = {}
  const requested: Record<string, number> = {}
  for (let a = 0; a < amounts.width; a++) {
    if (a === amounts.shared) continue
    const name = state.resourceNames[amounts.resource[a]!]!
    const index = q * amounts.width + a
    deserved[name] = finiteOrNull(ledger.deserved[index]!)
    limit[name] = finiteOrNull(ledger.limit[index]!)
    const share = ledger.share[index]!
    fairShare[name] = share === Infinity ? Math.min(fleet.capacity[a]!, ledger.requested[index]!) : share
    allocated[name] = ledger.physical[index]!
    allocatedNonPreemptible[name] = Math.min(ledger.fixed[index]!, ledger.physical[index]!)
    requested[name] = ledger.physical[index]! + asked[index]!
  }
  return {
    queueId,
    poolId,
    deserved,
    limit,
    fairShare,
    allocated,
    allocatedNonPreemptible,
    requested,
    waiting,
    running,
  }
}

function finiteOrNull(amount: number): number | null {
  return amount === Infinity ? null : amount
}

interface Counts {
  waiting: Int32Array
  running: Int32Array
  /** Waiting demand by resource, rows as in the ledger. */
  asked: Float64Array
}

function countWork(round: Round): Counts {
  const { tree, work, ledger } = round
  const waiting = new Int32Array(tree.count)
  const running = new Int32Array(tree.count)
  const asked = new Float64Array(ledger.physical.length)
  const waitingOfClass = new Int32Array(work.classCount)
  for (let at = 0; at < work.count; at++) {
    const k = work.class[at]!
    const home = work.home[k]!
    if (home < 0) continue
    const status = work.status[at]!
    if (status === AWAY) continue
    if (status === WAITING || status === NOMINATED || status === NOMINEE) {
      waiting[home]! += 1
      waitingOfClass[k]! += 1
    } else running[home]! += 1
  }
  for (let k = 0; k < work.classCount; k++) {
    if (waitingOfClass[k] === 0) continue
    book(tree, asked, ledger.width, work.home[k]!, work.demand, k * ledger.width, waitingOfClass[k]!)
  }
  for (let q = tree.count - 1; q >= 1; q--) {
    const parent = tree.parent[q]!
    waiting[parent]! += waiting[q]!
    running[parent]! += running[q]!
  }
  return { waiting, running, asked }
}
