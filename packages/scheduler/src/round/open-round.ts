import { divideShares } from '../fairness/fair-share.ts'
import { openLedger } from '../fairness/ledger.ts'
import { sumDemand } from '../fairness/demand.ts'
import { openOverdue } from '../fairness/overdue.ts'
import { createTurns } from '../fairness/turns.ts'
import { openConstraints } from '../placement/constraints.ts'
import { openDomains } from '../placement/ladders.ts'
import { buildNodeIndex, groupNodes } from '../placement/node-index.ts'
import type { Policy, RoundInputs } from '../policy.ts'
import type { SchedulerState } from '../state/state.ts'
import { moveDevices } from './devices.ts'
import { openFleet, type Fleet } from './fleet.ts'
import type { QueueTree } from './queue-tree.ts'
import type { Round } from './round.ts'
import { openAmounts, openWork } from './open-work.ts'
import { STOPPING, type Work } from './work.ts'

/** Lays out one pool for a round: nodes, work, quotas, shares, and the index of free room. `list` is in order of arrival. */
export function openRound(
  state: SchedulerState,
  policy: Policy,
  inputs: RoundInputs,
  pool: number,
  tree: QueueTree,
  list: Int32Array,
): Round {
  const { now } = inputs
  const upsert = state.pools.upserts[pool]
  const amounts = openAmounts(state, pool, list)
  const work = openWork(state, pool, tree, amounts, list)
  const fleet = openFleet(state, pool, amounts, work)
  addStoppingRoom(state, fleet, work)
  const ledger = openLedger(state, pool, tree, amounts, work, fleet)
  const constraints = openConstraints(state, fleet, work, now)
  const domains = openDomains(state, pool, fleet, work, constraints)
  sumDemand({ tree, amounts, work, ledger, fleet, constraints, ...domains })
  divideShares(tree, amounts, ledger, fleet.capacity, upsert?.timeBased?.k)
  const overdue = openOverdue(state, pool, tree, work, now)
  const groups = groupNodes(fleet, constraints)
  return {
    state,
    policy,
    now,
    pool,
    isSpread: upsert?.strategy === 'spread',
    tree,
    amounts,
    work,
    fleet,
    ledger,
    constraints,
    groups,
    index: buildNodeIndex(fleet, groups, amounts, undefined),
    ...domains,
    overdue,
    turns: createTurns(tree, work, overdue),
    evictions: undefined,
    isClosed: new Uint8Array(work.classCount),
    preemptionsLeft: Math.floor(inputs.preemptionsLeft?.[state.pools.table.ids[pool]!] ?? Infinity),
    isCapped: new Uint8Array(work.classCount),
    placements: [],
    sharesBefore: [],
    sharesAfter: [],
    isBorrowed: [],
    nominees: [],
    kept: 0,
    withdrawn: [],
    victims: [],
    reservation: undefined,
    reservationTries: 0,
    releases: undefined,
    labelCounts: new Map(),
    isFull: false,
    line: undefined,
  }
}

/** Room of runs that were told to stop is not there yet, but it is coming. */
function addStoppingRoom(state: SchedulerState, fleet: Fleet, work: Work): void {
  for (let at = 0; at < work.count; at++) if (work.status[at] === STOPPING) shiftLater(state, fleet, work, at, 1)
}

/** Adds `sign` times the room of a run to what is free later on the nodes of this pool that it stands on. */
export function shiftLater(state: SchedulerState, fleet: Fleet, work: Work, at: number, sign: 1 | -1): void {
  const { slotStart, slotCount, slab } = state.workloads
  const workload = work.workload[at]!
  const row = work.class[at]! * fleet.width
  const end = slotStart[workload]! + slotCount[workload]!
  for (let slot = slotStart[workload]!; slot < end; slot++) {
    const node = fleet.local[slab.values[slot]!]!
    if (node < 0) continue
    for (let a = 0; a < fleet.width; a++) fleet.later[node * fleet.width + a]! += sign * work.need[row + a]!
    if (fleet.devices !== undefined) moveDevices(fleet, fleet.devices, node, work.class[at]!, -sign, false)
  }
}
