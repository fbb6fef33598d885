import type { WorkloadUpsert } from '@fairlead/scheduler'
import { placementUpsert } from './placement-upsert.ts'
import type { Prepared } from './internal/prepare-workload.ts'

interface Asked {
  row: Pick<
    Prepared['row'],
    | 'id'
    | 'projectId'
    | 'nodePoolId'
    | 'classKey'
    | 'priority'
    | 'preemptible'
    | 'createdBy'
    | 'replicas'
    | 'requests'
    | 'avoid'
  >
  spec: Prepared['spec']
  project: Pick<Prepared['project'], 'clusterRules'>
}

/** What a workload asks for as the engine would be told of it, since the time given. */
export function upsertOf({ row, spec, project }: Asked, queuedAt: number): WorkloadUpsert {
  const { placement, timeout } = spec
  return {
    kind: 'workload',
    id: row.id,
    queueId: row.projectId,
    poolId: row.nodePoolId,
    classKey: row.classKey,
    submittedAt: queuedAt,
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
