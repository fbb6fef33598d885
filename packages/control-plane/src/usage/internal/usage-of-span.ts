import { sql, type SQL } from 'drizzle-orm'
import { gpusHeld, isHeld, modelsOf, secondsHeld } from './held.ts'

/**
 * What runs held between two moments of one hour, and what of it they used, as rows of `usage_hours`. It reads the organizations that the role
 * in use may see. Usage is the mean of the samples of that hour, so what was held before the first sample counts as used alike.
 *
 * Over quota is what a project held in a pool above what it deserved there, shared among its rows by what each held. A project without a quota
 * deserves no GPU and any number of cores, as the scheduler has it.
 */
export function usageOfSpan(from: Date, to: Date): SQL {
  const a = sql`${from.toISOString()}::timestamptz`
  const b = sql`${to.toISOString()}::timestamptz`
  const hour = sql`${new Date(Math.floor(from.getTime() / 3_600_000) * 3_600_000).toISOString()}::timestamptz`
  const mean = (metric: string) => sql`
    (select (select avg(v) from unnest(p.values) v) from metric_series s
     join metric_points p on p.series_id = s.id and p.hour = ${hour}
     where s.cluster_id = r.cluster_id and s.kind = 'run' and s.key = r.id::text and s.metric = ${metric})`
  return sql`
    with held as materialized (
      select r.organization_id, r.project_id, r.node_pool_id, r.cluster_id, w.created_by as user_id, w.created_by_name as user_name,
             ${secondsHeld(a, b)} as seconds,
             ${gpusHeld} as gpus,
             coalesce((r.requests->>'cpu')::float8, 0) / 1000 * r.replicas as cores,
             ${mean('gpu')} as gpu_mean, ${mean('cpu')} as cpu_mean, r.node_ids
      from runs r join workloads w on w.id = r.workload_id
      where ${isHeld(a, b)}
    ), lines as (
      select organization_id, project_id, node_pool_id, cluster_id, user_id, max(user_name) as user_name,
             sum(gpus * seconds) as gpu_allocated,
             sum(case when gpu_mean is null then 0 else gpus * seconds end) as gpu_measured,
             coalesce(sum(gpus * seconds * gpu_mean / 100), 0) as gpu_used,
             sum(cores * seconds) as cpu_allocated,
             sum(case when cpu_mean is null then 0 else cores * seconds end) as cpu_measured,
             coalesce(sum(seconds * cpu_mean / 1000), 0) as cpu_used
      from held group by 1, 2, 3, 4, 5
    ), models as (
      select project_id, node_pool_id, cluster_id, user_id, jsonb_object_agg(model, seconds) as by_model from (
        select h.project_id, h.node_pool_id, h.cluster_id, h.user_id, coalesce(m.model, '') as model,
               sum(h.gpus * h.seconds * coalesce(m.part, 1)) as seconds
        from held h left join lateral (${modelsOf(sql`h.node_ids`)}) m on true
        where h.gpus > 0 group by 1, 2, 3, 4, 5
      ) p group by 1, 2, 3, 4
    ), queues as (
      select l.project_id, l.node_pool_id, sum(l.gpu_allocated) as gpu, sum(l.cpu_allocated) as cpu,
             case when q.resources ? 'gpu' then (q.resources->'gpu'->>'deserved')::float8 else 0 end as gpu_deserved,
             case when q.resources ? 'cpu' then (q.resources->'cpu'->>'deserved')::float8 end as cpu_deserved
      from lines l left join quotas q on q.queue_id = l.project_id and q.node_pool_id = l.node_pool_id
      group by l.project_id, l.node_pool_id, q.resources
    )
    select l.organization_id, ${hour} as hour, l.project_id, l.node_pool_id, l.cluster_id, l.user_id, l.user_name,
           l.gpu_allocated, m.by_model as gpu_by_model, l.gpu_measured, l.gpu_used,
           ${overQuota(sql`l.gpu_allocated`, sql`u.gpu`, sql`u.gpu_deserved`, a, b)} as gpu_over_quota,
           l.cpu_allocated, l.cpu_measured, l.cpu_used,
           ${overQuota(sql`l.cpu_allocated`, sql`u.cpu`, sql`u.cpu_deserved`, a, b)} as cpu_over_quota
    from lines l join queues u on u.project_id = l.project_id and u.node_pool_id = l.node_pool_id
    left join models m on m.project_id = l.project_id and m.node_pool_id = l.node_pool_id and m.cluster_id = l.cluster_id and m.user_id = l.user_id`
}

function overQuota(mine: SQL, all: SQL, deserved: SQL, a: SQL, b: SQL): SQL {
  return sql`case when ${deserved} is null or ${all} <= 0 then 0
    else ${mine} * greatest(0, ${all} - ${deserved} / 1000 * extract(epoch from ${b} - ${a})::float8) / ${all} end`
}
