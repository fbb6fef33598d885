import type { PoolUpsert } from '@fairlead/scheduler'
import type postgres from 'postgres'
import type { PoolRule } from '../../node-pools/pool-of-node.ts'

/** A pool, what it takes nodes by, and what only the control plane keeps of it. */
export type PoolRow = PoolRule & {
  organizationId: string
  windowSeconds: number
  halfLifeSeconds: number | null
  preemptionsPerHour: number | null
  delta: PoolUpsert
}

/** Node pools of one organization, or of all. */
export async function readPools(sql: postgres.Sql, organizationId?: string): Promise<PoolRow[]> {
  const rows = await sql<
    {
      id: string
      organization_id: string
      name: string
      selector: string
      cluster_ids: string
      is_default: boolean
      strategy: 'binpack' | 'spread'
      min_runtime_seconds: number
      time_based_k: number | null
      time_based_window_seconds: number
      time_based_half_life_seconds: number | null
      topology: string
      max_wait_seconds: number | null
      preemptions_per_hour: number | null
    }[]
  >`select id, organization_id, name, selector::text, cluster_ids::text, is_default, strategy, min_runtime_seconds, time_based_k,
           time_based_window_seconds, time_based_half_life_seconds, topology::text, max_wait_seconds, preemptions_per_hour
    from node_pools
    where ${organizationId === undefined ? sql`true` : sql`organization_id = ${organizationId}`}`
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    name: row.name,
    selector: JSON.parse(row.selector) as Record<string, string>,
    clusterIds: JSON.parse(row.cluster_ids) as string[],
    isDefault: row.is_default,
    windowSeconds: row.time_based_window_seconds,
    halfLifeSeconds: row.time_based_half_life_seconds,
    preemptionsPerHour: row.preemptions_per_hour,
    delta: {
      kind: 'pool',
      id: row.id,
      name: row.name,
      strategy: row.strategy,
      minRuntimeMs: row.min_runtime_seconds * 1000,
      ...(row.time_based_k === null ? {} : { timeBased: { k: row.time_based_k } }),
      ...(row.topology === '[]' ? {} : { topology: JSON.parse(row.topology) as string[] }),
      ...(row.max_wait_seconds === null ? {} : { maxWaitMs: row.max_wait_seconds * 1000 }),
    },
  }))
}
