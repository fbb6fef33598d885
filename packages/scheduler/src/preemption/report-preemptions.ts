import type { Plan } from '../plan.ts'
import { namesOf } from '../round/names.ts'
import type { Round } from '../round/round.ts'
import { STOPPING, VICTIM } from '../round/work.ts'
import { giveBackVictims } from './give-back.ts'
import { startClaimed } from './nominations.ts'

/** Closes the books: victims that can stay after all stay, and nominees for whom nobody goes any more start. */
export function finishPreemptions(round: Round): void {
  giveBackVictims(round)
  const { kept, victims } = round
  const hasVictims = new Set(victims.map(({ forAt }) => forAt))
  round.nominees = round.nominees.filter((nominee, index) => {
    return index < kept || hasVictims.has(nominee.at) || !startClaimed(round, nominee)
  })
}

/** Writes victims, nominations and withdrawals into the plan. */
export function reportPreemptions(round: Round, plan: Plan): void {
  const { work, state } = round
  const ids = state.workloads.table.ids
  for (const { at, forAt } of round.victims) {
    const leaf = work.leaf[work.class[forAt]!]!
    plan.preemptions.push({
      workloadId: ids[work.workload[at]!]!,
      runId: state.workloads.runId[work.workload[at]!]!,
      cause: work.leaf[work.class[at]!] === leaf ? 'PRIORITY' : 'RECLAIM',
      forWorkloadId: ids[work.workload[forAt]!]!,
      forQueueId: state.queues.table.ids[round.tree.queue[leaf]!]!,
    })
  }
  const going = runsGoing(round)
  const takenFor = runsTakenFor(round)
  for (const nominee of round.nominees) {
    const waitsForRunIds = waitsFor(nominee.nodes, going, takenFor.get(nominee.at) ?? [])
    plan.nominations.push({ ...namesOf(round, nominee), waitsForRunIds })
  }
  if (round.withdrawn.length === 0) return
  // A nomination that was withdrawn and given anew, or that led to a run, needs no withdrawal.
  const held = new Set([...round.nominees, ...round.placements].map((holding) => holding.at))
  for (const at of round.withdrawn) if (!held.has(at)) plan.withdrawnNominations.push(ids[work.workload[at]!]!)
}

/** All runs that go from the nodes, and those taken, sorted. On one node, where most work stands, the node's list is nearly always the answer. */
function waitsFor(
  nodes: readonly number[],
  going: ReadonlyMap<number, readonly string[]>,
  taken: readonly string[],
): string[] {
  if (nodes.every((node) => node === nodes[0])) {
    const there = going.get(nodes[0]!)!
    if (taken.every((run) => there.includes(run))) return [...there]
  }
  const runs = new Set(taken)
  for (const node of nodes) for (const run of going.get(node)!) runs.add(run)
  return [...runs].sort()
}

/** By position of the workload that they were taken for, the runs preempted in this round. */
function runsTakenFor(round: Round): Map<number, string[]> {
  const taken = new Map<number, string[]>()
  for (const { at, forAt } of round.victims) {
    const run = round.state.workloads.runId[round.work.workload[at]!]!
    const runs = taken.get(forAt)
    if (runs === undefined) taken.set(forAt, [run])
    else runs.push(run)
  }
  return taken
}

/** By node that somebody is nominated for, the runs that leave it, sorted and each once. */
function runsGoing(round: Round): Map<number, string[]> {
  const { state, work, fleet } = round
  const { slotStart, slotCount, slab, runId } = state.workloads
  const going = new Map<number, string[]>()
  for (const { nodes } of round.nominees) for (const node of nodes) going.set(node, [])
  if (going.size === 0) return going
  for (let at = 0; at < work.count; at++) {
    if (work.status[at] !== STOPPING && work.status[at] !== VICTIM) continue
    const workload = work.workload[at]!
    for (let i = 0; i < slotCount[workload]!; i++) {
      const node = fleet.local[slab.values[slotStart[workload]! + i]!]!
      going.get(node)?.push(runId[workload]!)
    }
  }
  for (const [node, runs] of going) going.set(node, [...new Set(runs)].sort())
  return going
}
