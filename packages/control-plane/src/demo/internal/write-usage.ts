import { sql } from 'drizzle-orm'
import { transaction, type Context } from '../../app/context.ts'
import type { UsageHour } from './draw-usage.ts'

const HOURS_AT_ONCE = 4_000

/** Writes points of graphs, some at a time, so that no transaction is long. */
export async function writeUsage(ctx: Context, hours: readonly UsageHour[]): Promise<void> {
  const { organizationId } = ctx
  for (let from = 0; from < hours.length; from += HOURS_AT_ONCE) {
    const part = JSON.stringify(
      hours.slice(from, from + HOURS_AT_ONCE).map((one) => ({ ...one, hour: new Date(one.hour).toISOString() })),
    )
    await transaction(ctx, async ({ q }) => {
      await q.execute(sql`
        with given as (
          select * from jsonb_to_recordset(${part}::jsonb)
            as r("clusterId" uuid, kind text, key text, metric text, hour timestamptz, offsets int[], values real[])
        ), named as (
          insert into metric_series (organization_id, cluster_id, kind, key, metric)
          select distinct ${organizationId}::uuid, "clusterId", kind, key, metric from given
          on conflict (cluster_id, kind, key, metric) do update set metric = excluded.metric
          returning id, cluster_id, kind, key, metric
        )
        insert into metric_points (organization_id, series_id, hour, offsets, values)
        select ${organizationId}::uuid, n.id, g.hour, g.offsets, g.values
        from given g
        join named n on n.cluster_id = g."clusterId" and n.kind = g.kind and n.key = g.key and n.metric = g.metric
        on conflict (series_id, hour) do nothing`)
    })
  }
}
