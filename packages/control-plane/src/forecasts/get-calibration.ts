import { sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { Calibration, GetCalibration } from './schemas.ts'

export const getCalibration = action({
  name: 'forecast.calibration',
  summary: 'How often forecasts of starts held, by node pool',
  rest: { method: 'get', path: '/forecasts/calibration' },
  allow: 'workload:read',
  input: GetCalibration,
  output: Calibration,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const pool = input.nodePool === undefined ? undefined : await findNodePool(q, input.nodePool)
      const since = new Date(ctx.app.clock.now() - input.days * 86_400_000)
      const rows = await q.execute<{ id: string; name: string; count: number; p50: number; p90: number }>(sql`
        select p.id, p.name, count(*)::int as count, sum((f.held_p50 is true)::int)::int as p50, sum((f.held_p90 is true)::int)::int as p90
        from forecasts f join workloads w on w.id = f.workload_id join node_pools p on p.id = f.node_pool_id
        where f.first_made_at > ${since.toISOString()}::timestamptz and f.first_p90 is not null
          and (f.started_at is not null or (w.phase = 'QUEUED' and f.first_p90 < now()))
          and ${pool ? sql`p.id = ${pool.id}` : sql`true`}
        group by p.id, p.name order by p.name`)
      const sum = (of: 'count' | 'p50' | 'p90') => rows.reduce((total, row) => total + row[of], 0)
      return {
        since: since.toISOString(),
        all: coverage(sum('count'), sum('p50'), sum('p90')),
        pools: rows.map(({ id, name, count, p50, p90 }) => ({ nodePool: { id, name }, ...coverage(count, p50, p90) })),
      }
    }),
})

function coverage(count: number, p50: number, p90: number) {
  return { count, p50Held: count === 0 ? null : p50 / count, p90Held: count === 0 ? null : p90 / count }
}
