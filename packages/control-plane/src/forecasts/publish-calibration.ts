import type postgres from 'postgres'
import { forecastsHeld, forecastsKnown } from '../lib/metrics.ts'

/** Over all organizations: gauges name no tenant. A forecast that its work has outwaited counts as broken. */
export async function publishCalibration(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ known: number; p50: number | null; p90: number | null }[]>`
    select count(*)::int as known, avg((held_p50 is true)::int)::float8 as p50, avg((held_p90 is true)::int)::float8 as p90
    from forecasts f join workloads w on w.id = f.workload_id
    where f.first_made_at > now() - interval '30 days' and f.first_p90 is not null
      and (f.started_at is not null or coalesce(w.finished_at, now()) > greatest(f.first_p90, f.raw_p90))`
  forecastsKnown.set(row?.known ?? 0)
  if (row?.p50 !== null && row?.p50 !== undefined) forecastsHeld.set({ quantile: '0.5' }, row.p50)
  if (row?.p90 !== null && row?.p90 !== undefined) forecastsHeld.set({ quantile: '0.9' }, row.p90)
}
