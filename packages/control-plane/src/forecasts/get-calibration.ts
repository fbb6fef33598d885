import { WAIT_CLASSES, WAIT_CLASSES_MS } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { STARTS_NOW_MS } from './save-forecasts.ts'
import { Calibration, GetCalibration } from './schemas.ts'

export const getCalibration = action({
  name: 'forecast.calibration',
  summary: 'How often forecasts of starts held, by node pool and by how far away the start was',
  rest: { method: 'get', path: '/forecasts/calibration' },
  allow: 'workload:read',
  input: GetCalibration,
  output: Calibration,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const pool = input.nodePool === undefined ? undefined : await findNodePool(q, input.nodePool)
      const since = new Date(ctx.app.clock.now() - input.days * 86_400_000)
      // A forecast is known once its work has started, or has waited, or given up waiting, beyond its p90.
      const rows = await q.execute<Row>(sql`
        with known as (
          select f.node_pool_id, f.started_at, f.raw_p50, f.raw_p90, f.held_p50 is true as p50, f.held_p90 is true as p90,
                 f.raw_p50 is not distinct from f.first_made_at as starts_now,
                 extract(epoch from f.raw_p50 - f.first_made_at) * 1000 as wait_ms, f.started_at - f.first_made_at as waited
          from forecasts f join workloads w on w.id = f.workload_id
          where f.first_made_at > ${since.toISOString()}::timestamptz and f.first_p90 is not null
            and (f.started_at is not null or coalesce(w.finished_at, now()) > greatest(f.first_p90, f.raw_p90))
            and ${pool ? sql`f.node_pool_id = ${pool.id}` : sql`true`}
        )
        select p.id, p.name, k.starts_now,
               case when k.starts_now then null else width_bucket(k.wait_ms::float8, ${sql.raw(`array[${WAIT_CLASSES_MS.map((ms) => ms + 1).join()}]::float8[]`)}) end as wait_class,
               count(*)::int as count, sum(k.p50::int)::int as p50, sum(k.p90::int)::int as p90,
               count(*) filter (where k.started_at <= k.raw_p50)::int as p50_drawn,
               count(*) filter (where k.started_at <= k.raw_p90)::int as p90_drawn,
               count(*) filter (where k.waited <= ${STARTS_NOW_MS} * interval '1 ms')::int as at_once
        from known k join node_pools p on p.id = k.node_pool_id
        group by p.id, p.name, k.starts_now, wait_class order by p.name, wait_class nulls first`)
      const waiting = rows.filter((row) => !row.starts_now)
      const now = rows.filter((row) => row.starts_now)
      const pools = new Map(rows.map(({ id, name }) => [id, name]))
      return {
        since: since.toISOString(),
        all: coverage(rows),
        waiting: full(waiting),
        startsNow: { count: sum(now, 'count'), held: part(sum(now, 'at_once'), sum(now, 'count')) },
        byWait: WAIT_CLASSES.map((upTo, number) => ({
          upTo,
          ...full(waiting.filter((row) => row.wait_class === number)),
        })).filter(({ count }) => count > 0),
        pools: [...pools].map(([id, name]) => ({
          nodePool: { id, name },
          ...coverage(rows.filter((row) => row.id === id)),
        })),
      }
    }),
})

type Row = {
  id: string
  name: string
  starts_now: boolean
  wait_class: number | null
  count: number
  p50: number
  p90: number
  p50_drawn: number
  p90_drawn: number
  at_once: number
}

function sum(rows: readonly Row[], of: 'count' | 'p50' | 'p90' | 'p50_drawn' | 'p90_drawn' | 'at_once'): number {
  return rows.reduce((total, row) => total + row[of], 0)
}

function part(of: number, count: number): number | null {
  return count === 0 ? null : of / count
}

function coverage(rows: readonly Row[]) {
  const count = sum(rows, 'count')
  return { count, p50Held: part(sum(rows, 'p50'), count), p90Held: part(sum(rows, 'p90'), count) }
}

function full(rows: readonly Row[]) {
  const { count, ...held } = coverage(rows)
  const drawn = { p50Drawn: part(sum(rows, 'p50_drawn'), count), p90Drawn: part(sum(rows, 'p90_drawn'), count) }
  return { count, ...held, ...drawn }
}
