import type { WorkloadUpsert } from '../delta.ts'
import type { Explanation } from '../explanation.ts'
import type { Plan, PreemptionCause } from '../plan.ts'
import type { SchedulerState } from '../state/state.ts'

/** `STARTS`: in this round. `STARTS_AFTER_PREEMPTION`: its room is held for it, and comes free when others have stopped. */
export const TRIAL_OUTCOMES = ['STARTS', 'STARTS_AFTER_PREEMPTION', 'WAITS'] as const
export type TrialOutcome = (typeof TRIAL_OUTCOMES)[number]

/** What one round would do with one workload. */
export interface Trial {
  outcome: TrialOutcome
  /** Where; absent and empty when it waits. */
  poolId?: string
  clusterId?: string
  /** One for each replica that starts. */
  nodeIds: string[]
  /** Whom it would stop, by id of the workload. */
  preempted: { workloadId: string; queueId: string; cause: PreemptionCause }[]
  /** Why it waits, when it does and the round was explained. */
  explanation?: Explanation
  /** True: no amount of waiting helps. */
  permanent: boolean
}

/** Reads from a plan what becomes of `workload`; the state must be the one that was planned. */
export function readTrial(state: SchedulerState, plan: Plan, { id, poolId, classKey }: WorkloadUpsert): Trial {
  const placed = plan.assignments.find(({ workloadId }) => workloadId === id)
  if (placed !== undefined) {
    const { clusterId, nodeIds } = placed
    return { outcome: 'STARTS', poolId: placed.poolId, clusterId, nodeIds, preempted: [], permanent: false }
  }
  const nominated = plan.nominations.find(({ workloadId }) => workloadId === id)
  if (nominated !== undefined) {
    const { clusterId, nodeIds } = nominated
    return {
      outcome: 'STARTS_AFTER_PREEMPTION',
      poolId: poolOf(state, nodeIds) ?? poolId,
      clusterId,
      nodeIds,
      preempted: plan.preemptions
        .filter(({ forWorkloadId }) => forWorkloadId === id)
        .map(({ workloadId, cause }) => ({ workloadId, queueId: queueOf(state, workloadId), cause })),
      permanent: false,
    }
  }
  const explanation = plan.waits.get(classKey)
  return {
    outcome: 'WAITS',
    nodeIds: [],
    preempted: [],
    ...(explanation === undefined ? {} : { explanation }),
    permanent: explanation?.permanent ?? false,
  }
}

function poolOf(state: SchedulerState, [nodeId]: readonly string[]): string | undefined {
  const node = nodeId === undefined ? undefined : state.nodes.table.index.get(nodeId)
  return node === undefined ? undefined : state.nodes.upserts[node]?.poolId
}

function queueOf({ workloads, classes }: SchedulerState, workloadId: string): string {
  const workload = workloads.table.index.get(workloadId)!
  return classes.specs[workloads.class[workload]!]!.queueId
}
