import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findDepartment } from '../departments/find-department.ts'
import { findProject } from '../projects/find-project.ts'
import { projectsInReach } from './internal/projects-in-reach.ts'
import { GetIdle, Idle } from './schemas.ts'

interface Row extends Record<string, unknown> {
  id: string
  name: string
  kind: string
  project_id: string
  project: string
  user_id: string
  user_name: string
  pool_id: string
  pool: string
  cluster_id: string
  cluster: string
  gpu: number
  busy: number | null
  is_new: boolean
  held_since: string
  idle_since: string | null
}

const ISO = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS"Z"'`)

export const listIdle = action({
  name: 'usage.idle',
  summary: 'GPUs that are held and hardly used, and who holds them',
  rest: { method: 'get', path: '/usage/idle' },
  allow: 'workload:read',
  input: GetIdle,
  output: Idle,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const project = input.project === undefined ? undefined : await findProject(ctx, q, input.project)
      const department = input.department === undefined ? undefined : await findDepartment(q, input.department)
      // Only for the idle ones is a whole day of samples looked at.
      const rows = await q.execute<Row>(sql`
        with live as materialized (
          select r.id, r.workload_id, r.cluster_id, r.project_id, r.node_pool_id, r.assigned_at,
                 (r.requests->>'gpu')::float8 * r.replicas as gpu,
                 r.assigned_at > now() - ${input.minutes} * interval '1 minute' as is_new,
                 (select avg(v.value) from metric_series s
                  join metric_points t on t.series_id = s.id and t.hour >= date_trunc('hour', now() - ${input.minutes} * interval '1 minute')
                  cross join lateral unnest(t.offsets, t.values) as v(seconds, value)
                  where s.cluster_id = r.cluster_id and s.kind = 'run' and s.key = r.id::text and s.metric = 'gpu'
                    and t.hour + v.seconds * interval '1 second' > now() - ${input.minutes} * interval '1 minute')::float8 as busy
          from runs r join projects p on p.id = r.project_id
          where r.finished_at is null and coalesce((r.requests->>'gpu')::float8, 0) > 0
            and ${project ? sql`p.id = ${project.id}` : sql`true`}
            and ${department ? sql`p.department_id = ${department.id}` : sql`true`}
            and ${projectsInReach(ctx.access.reach('workload:read'), sql`p.id`, sql`p.department_id`)}
        )
        select w.id, w.name, w.kind, l.project_id, p.name as project, w.created_by as user_id, w.created_by_name as user_name,
               l.node_pool_id as pool_id, n.name as pool, l.cluster_id, c.name as cluster, l.gpu, l.busy, l.is_new,
               to_char(l.assigned_at at time zone 'UTC', ${ISO}) as held_since,
               case when l.busy < ${input.below}::float8 and not l.is_new then to_char(greatest(l.assigned_at, now() - interval '1 day', (
                 select max(t.hour + v.seconds * interval '1 second') from metric_series s
                 join metric_points t on t.series_id = s.id and t.hour >= date_trunc('hour', now() - interval '1 day')
                 cross join lateral unnest(t.offsets, t.values) as v(seconds, value)
                 where s.cluster_id = l.cluster_id and s.kind = 'run' and s.key = l.id::text and s.metric = 'gpu'
                   and v.value >= ${input.below}::float8)) at time zone 'UTC', ${ISO}) end as idle_since
        from live l join workloads w on w.id = l.workload_id join projects p on p.id = l.project_id
        join node_pools n on n.id = l.node_pool_id join clusters c on c.id = l.cluster_id
        order by l.gpu desc, l.id`)
      const now = ctx.app.clock.now()
      const items = rows.flatMap((row) => {
        if (row.idle_since === null) return []
        const hours = Math.max(0, now - Date.parse(row.idle_since)) / 3_600_000
        return [
          {
            workload: { id: row.id, name: row.name, kind: row.kind },
            project: { id: row.project_id, name: row.project },
            user: { id: row.user_id, name: row.user_name },
            nodePool: { id: row.pool_id, name: row.pool },
            cluster: { id: row.cluster_id, name: row.cluster },
            gpu: row.gpu,
            busy: Math.round((row.busy ?? 0) * 10) / 10,
            heldSince: row.held_since,
            idleSince: row.idle_since,
            idleGpuHours: Math.round((row.gpu / 1000) * hours * 100) / 100,
          },
        ]
      })
      const sum = (some: readonly { gpu: number }[]) => some.reduce((total, { gpu }) => total + gpu, 0)
      return {
        items,
        gpu: sum(items),
        held: sum(rows),
        unmeasured: sum(rows.filter(({ busy }) => busy === null)),
        asOf: new Date(now).toISOString(),
      }
    }),
})
