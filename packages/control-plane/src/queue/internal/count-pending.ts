import { sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { REASON_COLUMNS, REASON_JOIN, type PendingFilter } from './pending-filter.ts'

/** How many wait in one line for one reason. */
export interface PendingCount {
  projectId: string
  poolId: string
  reason: string
  permanent: boolean
  count: number
  /** Of them, the one that was submitted first. */
  oldestId: string
  isAsked: boolean
}

interface Row extends Record<string, unknown> {
  project_id: string
  node_pool_id: string
  reason: string
  permanent: boolean
  is_asked: boolean
  count: number
  oldest_id: string
}

/**
 * Counts all that waits where the filter looks, in one pass over the lines: by line and reason. What the filter says of reasons is marked, not left
 * out, so that the other reasons keep their counts.
 */
export async function countPending(q: DrizzleTx, filter: PendingFilter): Promise<PendingCount[]> {
  const rows = await q.execute<Row>(sql`
    with classes as (
      select workloads.organization_id, workloads.project_id, workloads.node_pool_id, workloads.class_key, workloads.reason,
             count(*)::int as count, min(workloads.id::text collate "C") as oldest_id
      from workloads where ${filter.rows}
      group by 1, 2, 3, 4, 5
    ), reasons as (
      select project_id, node_pool_id, ${REASON_COLUMNS}, count, oldest_id from classes as workloads ${REASON_JOIN}
    )
    select project_id, node_pool_id, reason, permanent, ${filter.reasons ?? sql`true`} as is_asked, sum(count)::int as count,
           min(oldest_id collate "C") as oldest_id
    from reasons group by 1, 2, 3, 4`)
  return rows.map((row) => ({
    projectId: row.project_id,
    poolId: row.node_pool_id,
    reason: row.reason,
    permanent: row.permanent,
    count: row.count,
    oldestId: row.oldest_id,
    isAsked: row.is_asked,
  }))
}
