import type { WorkloadUpsert } from '@fairlead/scheduler'
import { placementUpsert } from './placement-upsert.ts'
import type { Prepared } from './internal/prepare-workload.ts'

/** A prepared submission as the engine would be told of it. */
export function upsertOf({ row, spec, project }: Prepared, now: number): WorkloadUpsert {
  const { placement, timeout } = spec
  return {
    kind: 'workload',
    id: row.id,
    queueId: row.projectId,
    poolId: row.nodePoolId,
    classKey: row.classKey,
    submittedAt: now,
    priority: row.priority,
    preemptible: row.preemptible,
    userId: row.createdBy,
    replicas: row.replicas,
    ...(spec.replicasMin === undefined ? {} : { replicasMin: spec.replicasMin }),
    requests: row.requests,
    ...(timeout === null ? {} : { timeLimitMs: timeout * 1000 }),
    ...placementUpsert(placement, project.clusterRules),
    avoid: row.avoid.map(({ clusterId, until }) => ({ clusterId, until: Date.parse(until) })),
  }
}
