import type { Delta, WorkloadUpsert } from './delta.ts'
import { sortedIds } from './state/id-table.ts'
import type { SchedulerState, UpsertTable } from './state/state.ts'

/**
 * The whole world that a state knows, as the deltas that build it from nothing, by kind and id. Equal for states that know the
 * same, however they came to know it; so it serves to compare, to store and to replay.
 */
export function describeState(state: SchedulerState): Delta[] {
  return [
    ...describeTable(state.clusters),
    ...describeTable(state.pools),
    ...describeTable(state.queues),
    ...describeTable(state.nodes),
    ...Array.from(sortedIds(state.workloads.table), (workload) => describeWorkload(state, workload)),
  ]
}

function describeTable<T>(objects: UpsertTable<T>): T[] {
  return Array.from(sortedIds(objects.table), (number) => objects.upserts[number]!)
}

/** One workload that is known, as the delta that would make it. */
export function describeWorkload(state: SchedulerState, workload: number): WorkloadUpsert {
  const { workloads, classes, nodes, clusters } = state
  const start = workloads.slotStart[workload]!
  const slots = workloads.slab.values.subarray(start, start + workloads.slotCount[workload]!)
  const nodeIds = Array.from(slots, (node) => nodes.table.ids[node]!)
  const timeLimitMs = workloads.timeLimitMs[workload]!
  const startedAt = workloads.startedAt[workload]!
  const run = workloads.runCluster[workload]!
  const user = workloads.user[workload]!
  const nominated = workloads.nominatedCluster[workload]!
  const other = workloads.otherPool[workload]!
  const inPool = other === -1 ? {} : { poolId: state.pools.table.ids[other]! }
  return {
    kind: 'workload',
    id: workloads.table.ids[workload]!,
    ...classes.specs[workloads.class[workload]!]!,
    submittedAt: workloads.submittedAt[workload]!,
    ...(Number.isNaN(timeLimitMs) ? {} : { timeLimitMs }),
    ...(user === -1 ? {} : { userId: workloads.users.ids[user]! }),
    ...(nominated === -1 ? {} : { nomination: { clusterId: clusters.table.ids[nominated]!, nodeIds, ...inPool } }),
    ...(run === -1
      ? {}
      : {
          run: {
            id: workloads.runId[workload]!,
            clusterId: clusters.table.ids[run]!,
            nodeIds,
            ...inPool,
            ...(Number.isNaN(startedAt) ? {} : { startedAt }),
            stopping: workloads.stopping[workload] === 1,
          },
        }),
  }
}
