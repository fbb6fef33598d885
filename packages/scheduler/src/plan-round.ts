import { reportUnknownPool } from './explain/report-waits.ts'
import type { Plan } from './plan.ts'
import type { Policy, RoundInputs } from './policy.ts'
import { honourNominations } from './preemption/nominations.ts'
import { finishPreemptions } from './preemption/report-preemptions.ts'
import { backfill } from './reservation/backfill.ts'
import { openRound } from './round/open-round.ts'
import { openQueueTree } from './round/queue-tree.ts'
import { reportRound } from './round/report.ts'
import { serveWaiting } from './round/serve.ts'
import { sortedIds } from './state/id-table.ts'
import type { SchedulerState } from './state/state.ts'

/**
 * Plans one round over all pools, each on its own, and leaves the state as it is. The same state, policy and inputs give
 * the same plan, bit for bit; ties are broken by id, so that `random` is not drawn from at present.
 */
export function planRound(state: SchedulerState, policy: Policy, inputs: RoundInputs): Plan {
  const plan: Plan = {
    now: inputs.now,
    assignments: [],
    preemptions: [],
    nominations: [],
    withdrawnNominations: [],
    waits: new Map(),
    standings: [],
    counts: { considered: 0, placed: 0, preempted: 0, waiting: 0, classesExplained: 0 },
  }
  const tree = openQueueTree(state)
  const workloads = workloadsByPool(state)
  for (const pool of sortedIds(state.pools.table)) {
    const round = openRound(state, policy, inputs, pool, tree, workloads[pool]!)
    honourNominations(round)
    serveWaiting(round)
    backfill(round)
    finishPreemptions(round)
    reportRound(round, plan, inputs.explainOnly)
  }
  for (const pool of unknownPools(state, workloads)) {
    reportUnknownPool(state, pool, workloads[pool]!, policy.explain, plan, inputs.explainOnly)
  }
  return plan
}

/** Pools that work asks for and that nobody defined, by id. */
function unknownPools(state: SchedulerState, workloads: readonly Int32Array[]): number[] {
  const { known, ids } = state.pools.table
  const pools: number[] = []
  for (const [pool, list] of workloads.entries()) if (list.length > 0 && known[pool] === 0) pools.push(pool)
  return pools.sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1))
}

/** By pool number, its workloads in order of arrival. */
function workloadsByPool(state: SchedulerState): Int32Array[] {
  const { arrivals, class: classOf } = state.workloads
  const { pool } = state.classes
  const counts = new Int32Array(state.pools.table.size)
  for (let i = 0; i < arrivals.length; i++) {
    const workload = arrivals.list[i]!
    if (workload >= 0) counts[pool[classOf[workload]!]!]! += 1
  }
  const lists = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let i = 0; i < arrivals.length; i++) {
    const workload = arrivals.list[i]!
    if (workload < 0) continue
    const number = pool[classOf[workload]!]!
    lists[number]![counts[number]!++] = workload
  }
  return lists
}
