import type { Forecast } from '@fairlead/scheduler'
import type postgres from 'postgres'

/** What a start in the next round may take until the command runs: images, nodes that wake. */
export const STARTS_NOW_MS = 300_000

/** Writes the newest forecast of each workload that still waits; the first one of each stays beside it. Across organizations: the leader's. */
export async function saveForecasts(sql: postgres.Sql, forecasts: readonly Forecast[]): Promise<void> {
  const time = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString())
  const rows = forecasts.map(({ workloadId, madeAt, p50At, p90At, drawn, simulations, startsNow }) => ({
    id: workloadId,
    made: time(madeAt),
    p50: time(p50At),
    p90: time(startsNow ? madeAt + STARTS_NOW_MS : p90At),
    raw50: time(drawn.p50At),
    raw90: time(drawn.p90At),
    samples: simulations,
  }))
  for (let from = 0; from < rows.length; from += 5_000) {
    await sql`
      insert into forecasts (organization_id, workload_id, node_pool_id, made_at, p50, p90, samples, first_made_at, first_p50, first_p90, raw_p50, raw_p90)
      select w.organization_id, w.id, w.node_pool_id, r.made, r.p50, r.p90, r.samples, r.made, r.p50, r.p90, r.raw50, r.raw90
      from jsonb_to_recordset(${JSON.stringify(rows.slice(from, from + 5_000))}::text::jsonb)
        as r(id uuid, made timestamptz, p50 timestamptz, p90 timestamptz, raw50 timestamptz, raw90 timestamptz, samples int)
      join workloads w on w.id = r.id and w.phase = 'QUEUED'
      on conflict (workload_id) do update set made_at = excluded.made_at, p50 = excluded.p50, p90 = excluded.p90, samples = excluded.samples`
  }
}

/** Writes down when work with a forecast has started, and whether its first forecast held. Answers how many. */
export async function settleForecasts(sql: postgres.Sql): Promise<number> {
  const { count } = await sql`
    update forecasts f set started_at = w.first_started_at,
           held_p50 = w.first_started_at <= case when f.raw_p50 = f.first_made_at then f.first_p90 else f.first_p50 end,
           held_p90 = w.first_started_at <= f.first_p90
    from workloads w
    where w.id = f.workload_id and f.started_at is null and w.first_started_at is not null`
  return count
}
