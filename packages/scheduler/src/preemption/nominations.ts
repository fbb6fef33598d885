import { mayHold, mayStart } from '../fairness/gates.ts'
import { holdNear, isBarred } from '../placement/bars.ts'
import { fitsNow, isAllowedOn } from '../placement/pick-node.ts'
import { claimNode, isOverdrawn, occupyNode } from '../placement/room.ts'
import { recordStart, startNow } from '../round/serve.ts'
import { growElastic } from '../round/start-elastic.ts'
import type { Holding, Round } from '../round/round.ts'
import { withGuests } from '../round/visitors.ts'
import { NOMINATED, NOMINEE, WAITING } from '../round/work.ts'
import { bookNominee } from './preempt.ts'

/**
 * Honours the nominations of earlier rounds before anything else is served: one whose room is there starts, one whose room
 * is still coming free keeps it (or starts elsewhere, where there is room at once), and one that no longer holds is
 * withdrawn and waits in line again.
 */
export function honourNominations(round: Round): void {
  const pending: Holding[] = []
  for (let at = 0; at < round.work.count; at++) {
    if (round.work.status[at] !== NOMINATED) continue
    const nodes = nominatedNodes(round, at)
    if (nodes === undefined || !claimAll(round, at, nodes)) withdraw(round, at)
    else {
      round.work.status[at] = NOMINEE
      bookNominee(round, at, 1)
      holdNear(round, round.work.class[at]!, nodes, 1)
      pending.push({ at, nodes })
    }
  }
  if (pending.length > 0) withGuests(round, () => startPending(round, pending))
  round.kept = round.nominees.length
}

function startPending(round: Round, pending: readonly Holding[]): void {
  for (const nominee of pending) {
    if (!startClaimed(round, nominee) && !startElsewhere(round, nominee)) round.nominees.push(nominee)
  }
}

function withdraw(round: Round, at: number): void {
  const { work } = round
  work.status[at] = WAITING
  work.class[at] = work.base[work.class[at]!]!
  round.withdrawn.push(at)
}

/** Local nodes of a nomination that may still lead to a run; undefined when something about it changed. */
function nominatedNodes(round: Round, at: number): number[] | undefined {
  const { state, work, fleet, tree, ledger } = round
  const workload = work.workload[at]!
  const k = work.class[at]!
  const { slotStart, slotCount, slab, nominatedCluster } = state.workloads
  const cluster = fleet.localCluster[nominatedCluster[workload]!]!
  if (work.leaf[k] === -1 || slotCount[workload] !== work.replicas[k] || cluster < 0) return undefined
  const bars = round.bars?.[k]
  const nodes: number[] = []
  for (let i = 0; i < slotCount[workload]!; i++) {
    const node = fleet.local[slab.values[slotStart[workload]! + i]!]!
    if (node < 0 || fleet.cluster[node] !== cluster || !isAllowedOn(round, node, k)) return undefined
    if (bars !== undefined && isBarred(bars, node)) return undefined
    nodes.push(node)
  }
  return mayHold(tree, work, ledger, k) ? nodes : undefined
}

/** Claims the room on all nodes; false, and nothing claimed, when some of it is neither free nor coming free. */
function claimAll(round: Round, at: number, nodes: readonly number[]): boolean {
  const k = round.work.class[at]!
  for (let i = 0; i < nodes.length; i++) {
    claimNode(round, nodes[i]!, k, 1)
    if (!isOverdrawn(round, nodes[i]!, k)) continue
    for (let j = 0; j <= i; j++) claimNode(round, nodes[j]!, k, -1)
    return false
  }
  return true
}

/** Starts a nominee on its own nodes when all of its room is free by now. */
export function startClaimed(round: Round, nominee: Holding): boolean {
  release(round, nominee)
  const { work, tree, ledger } = round
  const k = work.class[nominee.at]!
  let taken = 0
  if (mayStart(tree, work, ledger, k)) {
    while (taken < nominee.nodes.length && fitsNow(round, nominee.nodes[taken]!, k)) {
      occupyNode(round, nominee.nodes[taken]!, k, 1)
      taken++
    }
    if (taken === nominee.nodes.length) {
      growElastic(round, nominee.at, nominee.nodes)
      recordStart(round, nominee.at, nominee.nodes)
      return true
    }
  }
  while (taken > 0) occupyNode(round, nominee.nodes[--taken]!, k, -1)
  reclaim(round, nominee)
  return false
}

function startElsewhere(round: Round, nominee: Holding): boolean {
  release(round, nominee)
  const { work } = round
  const k = work.class[nominee.at]!
  work.class[nominee.at] = work.base[k]!
  if (startNow(round, nominee.at)) return true
  work.class[nominee.at] = k
  reclaim(round, nominee)
  return false
}

function release(round: Round, nominee: Holding): void {
  bookNominee(round, nominee.at, -1)
  holdNear(round, round.work.class[nominee.at]!, nominee.nodes, -1)
  for (const node of nominee.nodes) claimNode(round, node, round.work.class[nominee.at]!, -1)
}

function reclaim(round: Round, nominee: Holding): void {
  bookNominee(round, nominee.at, 1)
  holdNear(round, round.work.class[nominee.at]!, nominee.nodes, 1)
  for (const node of nominee.nodes) claimNode(round, node, round.work.class[nominee.at]!, 1)
}
