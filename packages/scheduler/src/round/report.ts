import { reportWaits } from '../explain/report-waits.ts'
import type { Plan } from '../plan.ts'
import { reportStandings } from './standings.ts'
import { reportPreemptions } from '../preemption/report-preemptions.ts'
import { namesOf } from './names.ts'
import type { Round } from './round.ts'
import { fewestClass, isElastic } from './sizes.ts'
import { NOMINATED, NOMINEE, WAITING } from './work.ts'

/** Writes what a round decided for one pool into the plan. */
export function reportRound(round: Round, plan: Plan, explainOnly?: string): void {
  reportPlacements(round, plan)
  reportPreemptions(round, plan)
  reportStandings(round, plan)
  countRound(round, plan)
  if (!round.policy.explain) return
  askForFewest(round)
  reportWaits(round, plan, explainOnly)
}

/** Elastic work that waits is explained by the fewest replicas that it could start with. */
function askForFewest(round: Round): void {
  const { work, isClosed, isCapped } = round
  if (work.sizes === undefined) return
  for (let at = 0; at < work.count; at++) {
    const k = work.class[at]!
    if (work.status[at] !== WAITING || !isElastic(work, k)) continue
    const fewest = fewestClass(round, k)
    isClosed[fewest] = isClosed[k]!
    isCapped[fewest] = isCapped[k]!
    work.class[at] = fewest
  }
}

function reportPlacements(round: Round, plan: Plan): void {
  for (const [index, placement] of round.placements.entries()) {
    const { workloadId, clusterId, nodeIds, poolId } = namesOf(round, placement)
    plan.assignments.push({
      workloadId,
      clusterId,
      nodeIds,
      poolId,
      shareBefore: round.sharesBefore[index]!,
      shareAfter: round.sharesAfter[index]!,
      borrowed: round.isBorrowed[index] === true,
    })
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
