import type { LabelRule, WorkloadUpsert } from '@fairlead/scheduler'
import type postgres from 'postgres'
import { placementUpsert } from '../../workloads/placement-upsert.ts'
import type { StoredSpec } from '../../workloads/stored-spec.ts'

/** Which work is read: these workloads, those of these projects, or all. */
export interface WorkToRead {
  ids?: readonly string[]
  projectIds?: readonly string[]
  /** Projects where somebody's place depends on labels. Elsewhere they are not told: they would tell apart what is otherwise the same to the engine. */
  labelled: ReadonlySet<string>
  /** Also what has ended or is stopped. */
  isAny?: boolean
}

/** Work that waits or holds room; with `isAny`, also what has ended or is stopped. */
export async function readWorkloads(
  sql: postgres.Sql,
  { ids, projectIds, labelled, isAny = false }: WorkToRead,
): Promise<{ organizationId: string; delta: WorkloadUpsert }[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      project_id: string
      node_pool_id: string
      class_key: string
      queued_ms: string
      priority: number
      preemptible: boolean
      replicas: number
      requests: string
      avoid: string
      nomination: string | null
      placement: string
      cluster_rules: string
      labels: string
      created_by: string
      timeout: string | null
      replicas_min: string | null
      run_id: string | null
      run_cluster_id: string | null
      run_pool_id: string | null
      run_node_ids: string | null
      run_started_ms: string | null
      run_stopping: boolean
    }[]
  >`
    select w.id, w.organization_id, w.project_id, w.node_pool_id, w.class_key,
           (extract(epoch from w.queued_at) * 1000)::text as queued_ms, w.priority, w.preemptible, w.replicas,
           w.requests::text, w.avoid::text, w.nomination::text, s.spec->>'placement' as placement,
           p.cluster_rules::text, w.labels::text, w.created_by, s.spec->>'timeout' as timeout,
           s.spec->>'replicasMin' as replicas_min, r.node_pool_id as run_pool_id,
           r.id as run_id, r.cluster_id as run_cluster_id, r.node_ids::text as run_node_ids,
           (extract(epoch from r.started_at) * 1000)::bigint::text as run_started_ms, r.stop_requested_at is not null as run_stopping
    from workloads w
    join workload_specs s on s.workload_id = w.id
    join projects p on p.id = w.project_id
    left join runs r on r.id = w.current_run_id and r.finished_at is null
    where ${isAny ? sql`true` : sql`w.phase in ('QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING')`}
      and ${ids ? sql`w.id in ${sql(ids)}` : projectIds ? sql`w.project_id in ${sql(projectIds)}` : sql`true`}`
  return rows.map((row) => {
    const placement = JSON.parse(row.placement) as StoredSpec['placement']
    const avoid = JSON.parse(row.avoid) as { clusterId: string; until: string }[]
    return {
      organizationId: row.organization_id,
      delta: {
        kind: 'workload',
        id: row.id,
        queueId: row.project_id,
        poolId: row.node_pool_id,
        classKey: row.class_key,
        // Its place among equals, to the microsecond: the time of submission, until somebody moves it.
        submittedAt: Number(row.queued_ms),
        priority: row.priority,
        preemptible: row.preemptible,
        userId: row.created_by,
        replicas: row.replicas,
        ...(row.replicas_min === null ? {} : { replicasMin: Number(row.replicas_min) }),
        requests: JSON.parse(row.requests) as Record<string, number>,
        ...(row.timeout === null ? {} : { timeLimitMs: Number(row.timeout) * 1000 }),
        ...placementUpsert(placement, JSON.parse(row.cluster_rules) as LabelRule[]),
        ...(labelled.has(row.project_id) ? { labels: JSON.parse(row.labels) as Record<string, string> } : {}),
        avoid: avoid.map(({ clusterId, until }) => ({ clusterId, until: Date.parse(until) })),
        ...(row.nomination === null
          ? {}
          : { nomination: JSON.parse(row.nomination) as NonNullable<WorkloadUpsert['nomination']> }),
        ...(row.run_id === null || row.run_cluster_id === null
          ? {}
          : {
              run: {
                id: row.run_id,
                clusterId: row.run_cluster_id,
                nodeIds: JSON.parse(row.run_node_ids ?? '[]') as string[],
                ...(row.run_started_ms === null ? {} : { startedAt: Number(row.run_started_ms) }),
                stopping: row.run_stopping,
                ...(row.run_pool_id === null || row.run_pool_id === row.node_pool_id
                  ? {}
                  : { poolId: row.run_pool_id }),
              },
            }),
      },
    }
  })
}
