import { sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { inSystem } from '../db/tx.ts'

/** Longer than a cluster is told of an end. Its agent was away for all this time, and sees the claims as orphans. */
const DAYS_MAX = 6

/**
 * Orders the agents of clusters where a workload has run to let go of what is only kept for its next run, once there is none: after the end of a workload whose last
 * run there was stopped for later or lost. Each cluster is told once while it is in contact; again if the order ran out before it arrived. Answers how many orders
 * were written.
 */
export async function tellEndedWorkloads(app: App): Promise<number> {
  // Across organizations: workloads of all of them end.
  return await inSystem(app, async (tx) => {
    const rows = await tx.q.execute<{ cluster_id: string }>(sql`
      insert into commands (id, organization_id, cluster_id, verb, args, not_after, created_by)
      select gen_random_uuid(), w.organization_id, r.cluster_id, 'workload.ended',
             jsonb_build_object('workloadId', w.id, 'namespace', p.namespace), now() + interval '5 minutes', 'system'
      from workloads w
      join workload_specs s on s.workload_id = w.id
      join projects p on p.id = w.project_id
      join lateral (select distinct cluster_id from runs where workload_id = w.id) r on true
      where w.phase in ('SUCCEEDED', 'FAILED', 'CANCELLED') and w.finished_at > now() - ${DAYS_MAX} * interval '1 day'
        and s.spec->'pod'->'volumes' @> '[{"type": "own", "keep": false}]'
        and exists (select 1 from agent_sessions a where a.cluster_id = r.cluster_id and a.lease_until > now())
        and not exists (select 1 from commands c where c.cluster_id = r.cluster_id and c.verb = 'workload.ended'
                        and c.args->>'workloadId' = w.id::text and c.state <> 'expired' and c.not_after > now() - interval '7 days')
      limit 1000
      returning cluster_id`)
    for (const clusterId of new Set(rows.map((row) => row.cluster_id))) tx.wakeCluster(clusterId)
    return rows.length
  })
}
