import { sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { PHASES, type Stay } from '../schemas.ts'
import { isFinal } from '../transition.ts'

/** What became of a workload, in figures. Hours are of a whole GPU and of a whole core, held by runs from assignment to end. */
export interface Life {
  stays: Stay[]
  runs: number
  /** Begin of the first run and end of the last, or now; undefined before the first one. */
  ran: { from: number; to: number } | undefined
  runningMs: number
  gpuHours: number
  cpuHours: number
  /** Mean and peak over all samples that are still kept, by metric: as {@link Series} counts them. */
  metrics: ReadonlyMap<string, { mean: number; most: number }>
}

interface RunSum extends Record<string, unknown> {
  runs: number
  from: number | null
  to: number | null
  running_ms: number
  gpu_hours: number
  cpu_hours: number
}

/** The life of one workload up to `now`, in milliseconds since the epoch. */
export async function lifeOf(q: DrizzleTx, id: string, now: number): Promise<Life> {
  const until = sql`${new Date(now).toISOString()}::timestamptz`
  const [sum] = await q.execute<RunSum>(sql`
    select count(*)::int as runs,
           (extract(epoch from min(assigned_at)) * 1000)::float8 as from,
           (extract(epoch from max(coalesce(finished_at, ${until}))) * 1000)::float8 as to,
           coalesce(sum(extract(epoch from coalesce(finished_at, ${until}) - started_at)) * 1000, 0)::float8 as running_ms,
           coalesce(sum(coalesce((requests->>'gpu')::float8, 0) * replicas * held) / 3600000, 0)::float8 as gpu_hours,
           coalesce(sum(coalesce((requests->>'cpu')::float8, 0) * replicas * held) / 3600000, 0)::float8 as cpu_hours
    from (select *, extract(epoch from coalesce(finished_at, ${until}) - assigned_at)::float8 as held from runs where workload_id = ${id}) r`)
  const metrics = await q.execute<{ metric: string; mean: number; most: number }>(sql`
    select s.metric, avg(v)::float8 as mean, max(v)::float8 as most
    from runs r
    join metric_series s on s.cluster_id = r.cluster_id and s.kind = 'run' and s.key = r.id::text
    join metric_points p on p.series_id = s.id
    cross join lateral unnest(p.values) v
    where r.workload_id = ${id} group by s.metric`)
  return {
    stays: await staysIn(q, id, now),
    runs: sum?.runs ?? 0,
    ran: sum?.from == null || sum.to === null ? undefined : { from: sum.from, to: sum.to },
    runningMs: sum?.running_ms ?? 0,
    gpuHours: sum?.gpu_hours ?? 0,
    cpuHours: sum?.cpu_hours ?? 0,
    metrics: new Map(metrics.map(({ metric, mean, most }) => [metric, { mean, most }])),
  }
}

/** Phases from the timeline; the last one reaches until now unless it is an end. */
async function staysIn(q: DrizzleTx, id: string, now: number): Promise<Stay[]> {
  const rows = await q.execute<{ phase: string; at: number }>(sql`
    select phase, (extract(epoch from at) * 1000)::float8 as at from (
      select id, at, phase, lag(phase) over (order by id) as before from workload_events where workload_id = ${id}
    ) e where before is distinct from phase order by id limit 10000`)
  const known = rows.flatMap(({ phase, at }) => {
    const word = PHASES.find((one) => one === phase)
    return word === undefined ? [] : [{ phase: word, at }]
  })
  return known.flatMap(({ phase, at }, index) => {
    const next = known[index + 1]
    if (!next && isFinal(phase)) return []
    return [{ phase, at: new Date(at).toISOString(), ms: Math.max(0, Math.round((next?.at ?? now) - at)) }]
  })
}
