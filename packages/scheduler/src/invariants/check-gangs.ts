import { sortedIds } from '../state/id-table.ts'
import type { SchedulerState } from '../state/state.ts'
import { slotsOf, type Violation } from './violation.ts'

/** Runs with replicas missing, or outside the cluster of the run. */
export function checkGangs(state: SchedulerState): Violation[] {
  const { workloads, nodes, classes } = state
  const found: Violation[] = []
  for (const workload of sortedIds(workloads.table)) {
    const run = workloads.runCluster[workload]!
    const count = workloads.slotCount[workload]!
    // A run without nodes was assigned to a pool that grows on demand.
    if (run === -1 || count === 0) continue
    const id = workloads.table.ids[workload]!
    const replicas = classes.replicas[workloads.class[workload]!]!
    const fewest = classes.replicasMin[workloads.class[workload]!]!
    if (count < fewest || count > replicas) {
      found.push({ kind: 'gang', subject: id, text: `${id} has ${count} of its ${replicas} replicas placed` })
    }
    const strays = slotsOf(state, workload).filter(
      (node) => nodes.table.known[node] === 1 && nodes.cluster[node] !== run,
    )
    if (strays.length > 0) {
      found.push({
        kind: 'gang',
        subject: id,
        text: `${id} has ${strays.length} replicas outside the cluster of its run`,
      })
    }
  }
  return found
}
