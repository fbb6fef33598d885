import type { NodeUpsert, Taint } from '@fairlead/scheduler'
import type postgres from 'postgres'

/** A node, and what pools choose it by. */
export interface NodeRow {
  id: string
  name: string
  organizationId: string
  clusterId: string
  labels: Record<string, string>
  delta: NodeUpsert
}

/** Nodes that are there; without ids: all. Which pool they are in is for the caller to say. */
export async function readNodes(sql: postgres.Sql, ids?: readonly string[]): Promise<NodeRow[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      cluster_id: string
      name: string
      labels: string
      taints: string
      allocatable: string
      usable: boolean
    }[]
  >`select id, organization_id, cluster_id, name, labels::text, taints::text, allocatable::text, ready and schedulable and cordoned_at is null as usable
    from nodes where gone_at is null and ${ids ? sql`id in ${sql(ids)}` : sql`true`}`
  return rows.map((row) => {
    const labels = JSON.parse(row.labels) as Record<string, string>
    return {
      id: row.id,
      name: row.name,
      organizationId: row.organization_id,
      clusterId: row.cluster_id,
      labels,
      delta: {
        kind: 'node',
        id: row.id,
        name: row.name,
        clusterId: row.cluster_id,
        allocatable: JSON.parse(row.allocatable) as Record<string, number>,
        labels,
        taints: JSON.parse(row.taints) as Taint[],
        schedulable: row.usable,
      },
    }
  })
}
