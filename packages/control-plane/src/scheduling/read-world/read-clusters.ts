import type { ClusterUpsert } from '@fairlead/scheduler'
import type postgres from 'postgres'

/** Clusters as the engine knows them; without ids: all. JSON columns arrive as text, because the same connections serve drizzle, which parses for itself. */
export async function readClusters(sql: postgres.Sql, ids?: readonly string[]): Promise<ClusterUpsert[]> {
  const rows = await sql<{ id: string; name: string; labels: string; paused: boolean; connected: boolean }[]>`
    select c.id, c.name, c.labels::text as labels, c.paused,
           c.state = 'accepted' and exists (select 1 from agent_sessions s where s.cluster_id = c.id and s.lease_until > now()) as connected
    from clusters c where ${ids ? sql`c.id in ${sql(ids)}` : sql`true`}`
  return rows.map((row) => ({
    kind: 'cluster',
    id: row.id,
    name: row.name,
    connected: row.connected,
    paused: row.paused,
    labels: JSON.parse(row.labels) as Record<string, string>,
  }))
}
