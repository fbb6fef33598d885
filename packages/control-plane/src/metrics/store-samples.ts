import type { Metrics } from '@fairlead/protocol'
import { LRUCache } from 'lru-cache'
import type { App } from '../app/app.ts'
import { inOrganization } from '../db/tx.ts'
import { sql } from 'drizzle-orm'

/** Ids of series that were named before; a graph line keeps its id for ever. */
const seriesIds = new LRUCache<string, number>({ max: 200_000 })

interface Point {
  name: string
  kind: string
  key: string
  metric: string
  value: number
}

/**
 * Writes one round of usage: every value is appended to its series' row of this hour, all in one statement. What cannot be written
 * is lost, as usage may be.
 */
export async function storeSamples(
  app: App,
  of: { organizationId: string; clusterId: string },
  metrics: Metrics,
): Promise<void> {
  const at = new Date(app.clock.now() - metrics.agoMs)
  const hour = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000)
  const offset = Math.floor((at.getTime() - hour.getTime()) / 1000)
  const points: Point[] = metrics.samples.flatMap(({ kind, key, values }) =>
    Object.entries(values).map(([metric, value]) => ({
      name: `${of.clusterId} ${kind} ${key} ${metric}`,
      kind,
      key,
      metric,
      value,
    })),
  )
  if (points.length === 0) return
  await inOrganization(app, of.organizationId, async ({ q }) => {
    const unnamed = points.filter((point) => !seriesIds.has(point.name))
    if (unnamed.length > 0) {
      const named = await q.execute<{ id: string; kind: string; key: string; metric: string }>(sql`
        insert into metric_series (organization_id, cluster_id, kind, key, metric)
        select ${of.organizationId}::uuid, ${of.clusterId}::uuid, r.kind, r.key, r.metric
        from jsonb_to_recordset(${JSON.stringify(unnamed)}::jsonb) as r(kind text, key text, metric text)
        on conflict (cluster_id, kind, key, metric) do update set metric = excluded.metric
        returning id::text, kind, key, metric`)
      for (const row of named) seriesIds.set(`${of.clusterId} ${row.kind} ${row.key} ${row.metric}`, Number(row.id))
    }
    const rows = points.flatMap((point) => {
      const id = seriesIds.get(point.name)
      return id === undefined ? [] : [{ id, value: point.value }]
    })
    await q.execute(sql`
      insert into metric_points as p (organization_id, series_id, hour, offsets, values)
      select ${of.organizationId}::uuid, r.id, ${hour.toISOString()}::timestamptz, array[${offset}::int], array[r.value]
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id bigint, value real)
      on conflict (series_id, hour) do update
      set offsets = p.offsets || excluded.offsets, values = p.values || excluded.values
      where p.offsets[array_upper(p.offsets, 1)] < excluded.offsets[1]`)
  })
}
