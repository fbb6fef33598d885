import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { AppError } from '../lib/app-error.ts'
import { findWorkload } from '../workloads/find-workload.ts'
import { downsample } from './internal/downsample.ts'
import { totalSeries } from './internal/total-series.ts'
import { QueryMetrics, Series } from './schemas.ts'

const HOUR_MS = 3_600_000
const RANGE_MS_MAX = 31 * 24 * HOUR_MS

interface Row extends Record<string, unknown> {
  kind: 'node' | 'run' | 'agent'
  key: string
  metric: 'cpu' | 'memory' | 'gpu' | 'gpuMemory'
  hour: string
  offsets: number[]
  values: number[]
}

export const queryMetrics = action({
  name: 'metrics.query',
  summary: 'Usage over time, of a cluster and its nodes or of a workload',
  rest: { method: 'get', path: '/metrics' },
  allow: 'workload:read',
  input: QueryMetrics,
  output: z.object({ series: z.array(Series) }),
  run: async (ctx, input) => {
    const to = input.to === undefined ? ctx.app.clock.now() : Date.parse(input.to)
    const from = input.from === undefined ? to - HOUR_MS : Date.parse(input.from)
    if (from >= to || to - from > RANGE_MS_MAX) {
      throw new AppError('VALIDATION', 'the range is empty or longer than 31 days', {
        issues: [{ path: 'from', message: 'before `to`, and at most 31 days before it' }],
      })
    }
    return await transaction(ctx, async ({ q }) => {
      const { where, names, cluster } = await select(ctx, q, input)
      const rows = await q.execute<Row>(sql`
        select s.kind, s.key, s.metric, to_char(p.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour, p.offsets, p.values
        from metric_series s
        join metric_points p on p.series_id = s.id
         and p.hour >= ${new Date(Math.floor(from / HOUR_MS) * HOUR_MS).toISOString()}::timestamptz
         and p.hour <= ${new Date(to).toISOString()}::timestamptz
        where ${where} and ${input.metric ? sql`s.metric = ${input.metric}` : sql`true`}
        order by s.kind, s.key, s.metric, p.hour`)
      const groups = Map.groupBy(rows, (row) => `${row.kind} ${row.key} ${row.metric}`)
      const series = [...groups.values()].flatMap((hours): Series[] => {
        const [first] = hours
        if (!first) return []
        const points = hours.flatMap((row) =>
          row.offsets.map((offset, index): [number, number] => [
            Date.parse(row.hour) / 1000 + offset,
            row.values[index] ?? 0,
          ]),
        )
        const inRange = points.filter(([at]) => at * 1000 >= from && at * 1000 <= to)
        return [
          {
            kind: first.kind,
            key: first.key,
            name: names.get(first.key) ?? first.key,
            metric: first.metric,
            points: downsample(inRange, input.stepSeconds),
          },
        ]
      })
      return { series: input.total && cluster ? totalSeries(series, cluster) : series }
    })
  },
})

async function select(ctx: Parameters<typeof findWorkload>[0], q: DrizzleTx, input: z.output<typeof QueryMetrics>) {
  if (input.workload !== undefined) {
    const workload = await findWorkload(ctx, q, { workload: input.workload })
    return {
      where: sql`s.kind = 'run' and s.key in (select id::text from runs where workload_id = ${workload.id})`,
      names: new Map([[workload.currentRunId ?? '', workload.name]]),
      cluster: undefined,
    }
  }
  if (input.cluster === undefined) {
    throw new AppError('VALIDATION', 'say of what: give cluster, or workload', {
      issues: [{ path: 'cluster', message: 'missing' }],
    })
  }
  ctx.access.require('cluster:read')
  const cluster = await findCluster(q, input.cluster)
  return {
    where:
      input.node === undefined
        ? sql`s.cluster_id = ${cluster.id} and s.kind in ('node', 'agent')`
        : sql`s.cluster_id = ${cluster.id} and s.kind = 'node' and s.key = ${input.node}`,
    names: new Map<string, string>(),
    cluster,
  }
}
