import { GATES, type Explanation, type Gate, type GateResult } from '../explanation.ts'
import type { Plan } from '../plan.ts'
import { claimNode } from '../placement/room.ts'
import type { Round } from '../round/round.ts'
import type { SchedulerState } from '../state/state.ts'
import { openLine } from '../round/line.ts'
import { openCase } from './case.ts'
import { causeOf } from './cause.ts'
import { createMemo } from './explain-memo.ts'
import { fewestClass } from '../round/sizes.ts'
import { gatherDomains } from './domain-facts.ts'
import { gatherFacts, type FitFacts } from './fit-facts.ts'
import { openNodeKinds, type NodeKinds } from './node-kinds.ts'
import { gatesOf } from './gates.ts'
import { listHolders } from './holders.ts'

/** Explains every class that still waits, or the one with the key `only`. Nodes are counted once for each distinct shape, holders once for each resource. */
export function reportWaits(round: Round, plan: Plan, only?: string): void {
  const { work, constraints } = round
  const line = openLine(round)
  round.line = line
  const factsByShape = new Map<number, FitFacts>()
  const memo = createMemo()
  const kindsByMask = new Map<number, NodeKinds>()
  for (let k = 0; k < work.classCount; k++) {
    const waits = line.firstWaiting[k] !== -1
    if (!waits && line.firstNominee[k] === -1) continue
    const { classKey } = round.state.classes.specs[work.stateClass[k]!]!
    if (only !== undefined && classKey !== only) continue
    if (!waits && plan.waits.has(classKey)) continue
    if (waits && plan.waits.get(classKey)?.reason !== 'PREEMPTING' && plan.waits.has(classKey)) continue
    plan.counts.classesExplained += plan.waits.has(classKey) ? 0 : 1
    if (work.leaf[k] === -1) {
      plan.waits.set(classKey, unknownQueue(round, k))
      continue
    }
    // Elastic work waits for room for its fewest replicas.
    const least = fewestClass(round, k)
    const shape = round.state.classes.shape[work.stateClass[k]!]! * constraints.masks.length + constraints.ofClass[k]!
    const key = shape * 2 + (work.replicas[least] === 1 ? 0 : 1)
    let facts = round.bars?.[k] === undefined ? factsByShape.get(key) : undefined
    if (round.reservation !== undefined && work.class[round.reservation.at] === k)
      facts = factsBeforeReservation(round, least)
    else if (facts === undefined) factsByShape.set(key, (facts = gatherFacts(round, least, kindsOf(k))))
    const one = openCase(round, least, k, facts, gatherDomains(round, least, kindsOf(k)), memo)
    const cause = causeOf(one)
    plan.waits.set(classKey, { ...cause, gates: gatesOf(one), holders: listHolders(one, cause.reason) })
  }

  function kindsOf(k: number): NodeKinds {
    const mask = constraints.ofClass[k]!
    let kinds = kindsByMask.get(mask)
    if (kinds === undefined) kindsByMask.set(mask, (kinds = openNodeKinds(round, k)))
    return kinds
  }
}

/** What the workload sees for which room is kept. */
function factsBeforeReservation(round: Round, k: number): FitFacts {
  const { nodes } = round.reservation!
  for (const node of nodes) claimNode(round, node, k, -1)
  const facts = gatherFacts(round, k, openNodeKinds(round, k))
  for (const node of nodes) claimNode(round, node, k, 1)
  return facts
}

function unknownQueue(round: Round, k: number): Explanation {
  const { queues, classes } = round.state
  const { queueId } = classes.specs[round.work.stateClass[k]!]!
  const queue = queues.upserts[queues.table.index.get(queueId)!]
  const isDepartment = round.work.home[k] !== -1
  let message = `its project ${queueId} does not exist, or is not known yet`
  if (isDepartment) message = `${queue!.name} is a department with projects of its own; only projects take work`
  else if (queue !== undefined) message = `the department of project ${queue.name} does not exist, or is not known yet`
  return {
    reason: 'QUEUE_UNKNOWN',
    message,
    hint: isDepartment ? 'submit it to one of the projects' : 'submit it to an existing project, or create this one',
    permanent: isDepartment,
    gates: gatesUpTo('queue', queueId, message),
    holders: [],
  }
}

/** Explains all that waits for a pool that does not exist. */
export function reportUnknownPool(
  state: SchedulerState,
  pool: number,
  list: Int32Array,
  explain: boolean,
  plan: Plan,
  only?: string,
): void {
  const poolId = state.pools.table.ids[pool]!
  const message = `its node pool ${poolId} does not exist, or is not known yet`
  for (const workload of list) {
    if (state.workloads.runCluster[workload] !== -1) continue
    plan.counts.considered++
    plan.counts.waiting++
    if (state.workloads.nominatedCluster[workload] !== -1) {
      plan.withdrawnNominations.push(state.workloads.table.ids[workload]!)
    }
    const { classKey } = state.classes.specs[state.workloads.class[workload]!]!
    if (!explain || plan.waits.has(classKey) || (only !== undefined && classKey !== only)) continue
    plan.counts.classesExplained++
    plan.waits.set(classKey, {
      reason: 'NO_MATCHING_NODE',
      message,
      hint: 'choose an existing node pool, or create this one',
      permanent: true,
      gates: gatesUpTo('nodes', poolId, message),
      holders: [],
    })
  }
}

/** Gates that all pass up to the one that failed. */
function gatesUpTo(failed: Gate, subject: string, text: string): GateResult[] {
  const last = GATES.indexOf(failed)
  return GATES.map((gate, index) => {
    if (index === last) return { gate, state: 'fail', numbers: {}, subject, text }
    return {
      gate,
      state: index < last ? 'pass' : 'not-reached',
      numbers: {},
      text: index < last ? 'nothing against it' : 'not asked',
    }
  })
}
