import { applyDeltas, type Delta, type Plan, type SchedulerState } from '@fairlead/scheduler'

/** Carries a plan out at once: what it assigned runs, what it preempted is gone, what it nominated holds its room. */
export function makeTrue(state: SchedulerState, plan: Plan): void {
  const deltas: Delta[] = []
  for (const { workloadId } of plan.preemptions) deltas.push({ kind: 'run', workloadId, run: undefined })
  for (const workloadId of plan.withdrawnNominations)
    deltas.push({ kind: 'nomination', workloadId, nomination: undefined })
  for (const { workloadId, clusterId, nodeIds } of plan.nominations) {
    deltas.push({ kind: 'nomination', workloadId, nomination: { clusterId, nodeIds } })
  }
  for (const { workloadId, clusterId, nodeIds } of plan.assignments) {
    const run = { id: `run-${workloadId}`, clusterId, nodeIds, startedAt: plan.now, stopping: false }
    deltas.push({ kind: 'run', workloadId, run })
  }
  applyDeltas(state, deltas)
}
