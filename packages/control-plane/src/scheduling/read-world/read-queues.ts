import type { QueueUpsert } from '@fairlead/scheduler'
import type postgres from 'postgres'

/** Departments and projects with their quotas, of one organization or of all. */
export async function readQueues(
  sql: postgres.Sql,
  organizationId?: string,
): Promise<{ organizationId: string; delta: QueueUpsert }[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      parent_id: string | null
      name: string
      created_ms: string
      quotas: string | null
    }[]
  >`
    with queues as (
      select id, organization_id, null::uuid as parent_id, name, created_at from departments
      union all
      select id, organization_id, department_id, name, created_at from projects
    )
    select k.id, k.organization_id, k.parent_id, k.name, (extract(epoch from k.created_at) * 1000)::bigint::text as created_ms,
           (select jsonb_object_agg(q.node_pool_id, jsonb_strip_nulls(jsonb_build_object('rank', q.rank,
                      'minRuntimeMs', q.min_runtime_seconds * 1000::bigint, 'userLimits', nullif(q.user_limits, '{}')))
                      || jsonb_build_object('quotas', q.resources))::text
            from quotas q where q.queue_id = k.id) as quotas
    from queues k where ${organizationId === undefined ? sql`true` : sql`k.organization_id = ${organizationId}`}`
  return rows.map((row) => ({
    organizationId: row.organization_id,
    delta: {
      kind: 'queue',
      id: row.id,
      ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
      name: row.name,
      createdAt: Number(row.created_ms),
      pools: row.quotas === null ? {} : (JSON.parse(row.quotas) as QueueUpsert['pools']),
    },
  }))
}
