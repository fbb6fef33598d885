import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import { addAmounts, multiplyAmounts } from '../common/amounts.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { GetTop, Top, type TopLine } from './schemas.ts'
import type { z } from 'zod'

type Line = z.infer<typeof TopLine>

interface Sample {
  used: Record<string, number>
  at: string | null
}

export const getTop = action({
  name: 'metrics.top',
  summary: 'Newest usage beside what is allocated and what there is',
  rest: { method: 'get', path: '/top' },
  allow: 'workload:read',
  input: GetTop,
  output: Top,
  run: (ctx, { by }) =>
    transaction(ctx, async ({ q }) => {
      const lines = by === 'cluster' || by === 'node' ? await byMachine(ctx, q, by) : await byWork(ctx, q, by)
      return { lines, asOf: new Date(ctx.app.clock.now()).toISOString() }
    }),
})

/** The newest value of each series that had one in the last two minutes. */
async function newest(q: DrizzleTx, kind: 'node' | 'run'): Promise<Map<string, Sample>> {
  const rows = await q.execute<{ cluster_id: string; key: string; metric: string; value: number; at: string }>(sql`
    select s.cluster_id, s.key, s.metric, p.values[array_upper(p.values, 1)] as value,
           to_char((p.hour + p.offsets[array_upper(p.offsets, 1)] * interval '1 second') at time zone 'UTC',
                   'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from metric_series s
    join metric_points p on p.series_id = s.id and p.hour >= date_trunc('hour', now() - interval '2 minutes')
    where s.kind = ${kind}
      and p.hour + p.offsets[array_upper(p.offsets, 1)] * interval '1 second' > now() - interval '2 minutes'
    order by p.hour`)
  const samples = new Map<string, Sample>()
  for (const row of rows) {
    const name = kind === 'node' ? `${row.cluster_id} ${row.key}` : row.key
    const sample = samples.get(name) ?? { used: {}, at: null }
    sample.used[row.metric] = Math.round(row.value * 100) / 100
    sample.at = row.at
    samples.set(name, sample)
  }
  return samples
}

async function byMachine(ctx: Context, q: DrizzleTx, by: 'cluster' | 'node'): Promise<Line[]> {
  ctx.access.require('cluster:read')
  const samples = await newest(q, 'node')
  const rows = await q.execute<{
    id: string
    name: string
    cluster_id: string
    cluster: string
    allocatable: Record<string, number>
    held: { requests: Record<string, number>; replicas: number }[] | null
  }>(sql`
    with alike as (
      select t.node_id, r.requests, count(*) as replicas
      from runs r cross join lateral jsonb_array_elements_text(r.node_ids) as t(node_id)
      where r.finished_at is null group by 1, 2
    ), held as (
      select node_id, jsonb_agg(jsonb_build_object('requests', requests, 'replicas', replicas)) as held from alike group by 1
    )
    select n.id, n.name, c.id as cluster_id, c.name as cluster, n.allocatable, h.held
    from nodes n join clusters c on c.id = n.cluster_id left join held h on h.node_id = n.id::text
    where n.gone_at is null order by c.name, n.name`)
  const nodes = rows.map((row): Line & { clusterId: string } => ({
    kind: 'node',
    id: row.id,
    name: row.name,
    cluster: row.cluster,
    clusterId: row.cluster_id,
    used: samples.get(`${row.cluster_id} ${row.name}`)?.used ?? {},
    allocated: addAmounts((row.held ?? []).map((held) => multiplyAmounts(held.requests, held.replicas))),
    capacity: row.allocatable,
    at: samples.get(`${row.cluster_id} ${row.name}`)?.at ?? null,
  }))
  if (by === 'node') return nodes.map(({ clusterId: _clusterId, ...line }) => line)
  return [...Map.groupBy(nodes, (node) => node.clusterId)].map(([id, mine]) => ({
    kind: 'cluster',
    id,
    name: mine[0]?.cluster ?? '',
    cluster: mine[0]?.cluster ?? null,
    used: sumUsage(mine),
    allocated: addAmounts(mine.map((node) => node.allocated)),
    capacity: addAmounts(mine.map((node) => node.capacity)),
    at: latest(mine),
  }))
}

async function byWork(ctx: Context, q: DrizzleTx, by: 'project' | 'workload'): Promise<Line[]> {
  const samples = await newest(q, 'run')
  const rows = await q.execute<{
    run_id: string
    id: string
    name: string
    project_id: string
    department_id: string
    project: string
    cluster: string
    requests: Record<string, number>
    replicas: number
  }>(sql`
    select r.id as run_id, w.id, w.name, p.id as project_id, p.department_id, p.name as project, c.name as cluster, r.requests, r.replicas
    from runs r join workloads w on w.id = r.workload_id join projects p on p.id = w.project_id
    join clusters c on c.id = r.cluster_id
    where r.finished_at is null order by w.id desc limit 10000`)
  const seen = rows.filter((row) =>
    ctx.access.can('workload:read', { departmentId: row.department_id, projectId: row.project_id }),
  )
  const work = seen.map((row): Line & { projectId: string; project: string } => ({
    kind: 'workload',
    id: row.id,
    name: row.name,
    cluster: row.cluster,
    projectId: row.project_id,
    project: row.project,
    used: samples.get(row.run_id)?.used ?? {},
    allocated: multiplyAmounts(row.requests, row.replicas),
    capacity: {},
    at: samples.get(row.run_id)?.at ?? null,
  }))
  if (by === 'workload') return work.map(({ projectId: _projectId, project: _project, ...line }) => line)
  return [...Map.groupBy(work, (line) => line.projectId)].map(([id, mine]) => ({
    kind: 'project',
    id,
    name: mine[0]?.project ?? '',
    cluster: null,
    used: sumUsage(mine),
    allocated: addAmounts(mine.map((line) => line.allocated)),
    capacity: {},
    at: latest(mine),
  }))
}

/** Amounts add up; a percentage is averaged over those that have one. */
function sumUsage(lines: readonly Line[]): Record<string, number> {
  const sum = addAmounts(lines.map((line) => line.used))
  const withGpu = lines.filter((line) => line.used['gpu'] !== undefined).length
  return withGpu > 0 ? { ...sum, gpu: Math.round(((sum['gpu'] ?? 0) / withGpu) * 100) / 100 } : sum
}

/** ISO times sort as text. */
function latest(lines: readonly Line[]): string | null {
  return lines.reduce<string | null>(
    (newest, line) => (newest === null || (line.at ?? '') > newest ? line.at : newest),
    null,
  )
}
