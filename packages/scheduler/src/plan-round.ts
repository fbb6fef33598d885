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
import { callHome, openVisits, tryFallbacks, type Visits } from './round/visitors.ts'
import { sortedIds } from './state/id-table.ts'
import type { SchedulerState } from './state/state.ts'
import { poolOf } from './state/workloads.ts'

/**
 * Plans one round over all pools and leaves the state as it is. The same state, policy and inputs give
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
  let visits: Visits | undefined
  for (const pools of planningGroups(state)) {
    const rounds = pools.map((pool) => openRound(state, policy, inputs, pool, tree, workloads[pool]!))
    for (const round of rounds) honourNominations(round)
    if (hasFallbacks(state)) visits = openVisits(state, rounds)
    if (visits !== undefined) callHome(visits)
    for (const round of rounds) serveWaiting(round)
    if (visits !== undefined) tryFallbacks(visits)
    for (const round of rounds) {
      backfill(round)
      finishPreemptions(round)
      reportRound(round, plan, inputs.explainOnly)
    }
  }
  for (const pool of unknownPools(state, workloads)) {
    const left = workloads[pool]!.filter((workload) => {
      return visits?.isSettled[workload] !== 1 && poolOf(state, workload) === pool
    })
    reportUnknownPool(state, pool, left, policy.explain, plan, inputs.explainOnly)
  }
  return plan
}

/** Pools that are planned together, by id: all of them when some work may go to several, else each by itself. */
function planningGroups(state: SchedulerState): number[][] {
  const pools = [...sortedIds(state.pools.table)]
  return hasFallbacks(state) ? [pools] : pools.map((pool) => [pool])
}

function hasFallbacks({ classes }: SchedulerState): boolean {
  return classes.fallbackCount > 0
}

/** Pools that work asks for and that nobody defined, by id. */
function unknownPools(state: SchedulerState, workloads: readonly Int32Array[]): number[] {
  const { known, ids } = state.pools.table
  const pools: number[] = []
  for (const [pool, list] of workloads.entries()) if (list.length > 0 && known[pool] === 0) pools.push(pool)
  return pools.sort((a, b) => (ids[a]! < ids[b]! ? -1 : 1))
}

/** By pool number, the workloads that wait, run or are nominated there or may come there, in order of arrival. */
function workloadsByPool(state: SchedulerState): Int32Array[] {
  const { arrivals } = state.workloads
  const counts = new Int32Array(state.pools.table.size)
  for (let i = 0; i < arrivals.length; i++) {
    const workload = arrivals.list[i]!
    if (workload < 0) continue
    counts[poolOf(state, workload)]! += 1
    for (const pool of otherPools(state, workload)) counts[pool]! += 1
  }
  const lists = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let i = 0; i < arrivals.length; i++) {
    const workload = arrivals.list[i]!
    if (workload < 0) continue
    const number = poolOf(state, workload)
    lists[number]![counts[number]!++] = workload
    for (const pool of otherPools(state, workload)) lists[pool]![counts[pool]!++] = workload
  }
  return lists
}

const NO_POOLS: readonly number[] = []

/** Pools besides its present one that a workload without a run may come to. */
function otherPools(state: SchedulerState, workload: number): readonly number[] {
  const { workloads, classes } = state
  const k = workloads.class[workload]!
  const fallbacks = classes.fallbacks[k]
  const here = workloads.otherPool[workload]!
  if ((fallbacks === undefined && here === -1) || workloads.runCluster[workload] !== -1) return NO_POOLS
  if (here === -1) return fallbacks!
  return [classes.pool[k]!, ...(fallbacks ?? NO_POOLS)].filter((pool) => pool !== here)
}
