import type { Plan } from '../plan.ts'
import { reportStandings } from './standings.ts'
import type { Holding, Round } from './round.ts'
import { NOMINATED, NOMINEE, WAITING } from './work.ts'

/** Writes what a round decided for one pool into the plan. */
export function reportRound(round: Round, plan: Plan): void {
  reportPlacements(round, plan)
  reportStandings(round, plan)
  countRound(round, plan)
}

function reportPlacements(round: Round, plan: Plan): void {
  const { work, ledger } = round
  for (const [index, placement] of round.placements.entries()) {
    plan.assignments.push({
      ...namesOf(round, placement),
      poolId: round.state.pools.table.ids[round.pool]!,
      shareBefore: round.sharesBefore[index]!,
      shareAfter: round.sharesAfter[index]!,
      borrowed: isBorrowed(work.class[placement.at]!),
    })
  }
  function isBorrowed(k: number): boolean {
    const leaf = work.leaf[k]! * ledger.width
    for (let a = 0; a < ledger.width; a++) {
      if (work.demand[k * ledger.width + a]! > 0 && ledger.alive[leaf + a]! > ledger.deserved[leaf + a]!) return true
    }
    return false
  }
}

/** The outside names of a holding. */
export function namesOf(round: Round, holding: Holding): { workloadId: string; clusterId: string; nodeIds: string[] } {
  const { state, fleet, work } = round
  const cluster = fleet.clusters[fleet.cluster[holding.nodes[0]!]!]!
  return {
    workloadId: state.workloads.table.ids[work.workload[holding.at]!]!,
    clusterId: state.clusters.table.ids[cluster]!,
    nodeIds: holding.nodes.map((node) => state.nodes.table.ids[fleet.node[node]!]!),
  }
}

function countRound(round: Round, plan: Plan): void {
  const { work } = round
  for (let at = 0; at < work.count; at++) {
    const status = work.status[at]!
    if (status === WAITING || status === NOMINATED || status === NOMINEE) plan.counts.waiting++
  }
  plan.counts.placed += round.placements.length
  plan.counts.preempted += round.victims.length
  for (let k = 0; k < work.classCount; k++) plan.counts.considered += work.waitingCount[k]!
}
