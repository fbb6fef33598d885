import { sql, type SQL } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import type { Line } from './lines-of.ts'
import { REASON_COLUMNS, REASON_JOIN, type PendingFilter } from './pending-filter.ts'

/** A waiting workload of a page, by id: the rest of it is read for the page alone. */
export interface Standing {
  id: string
  /** From 1, among all of its line, whatever the filter says. */
  place: number
}

/**
 * The next matches, line after line. Each line is walked along its index in the scheduler's order and left as soon as the page is full; the place is
 * counted on the way.
 */
export async function readLines(
  q: DrizzleTx,
  filter: PendingFilter,
  lines: readonly Line[],
  page: { limit: number; offset: number; after: SQL | undefined },
): Promise<Standing[]> {
  const needed = linesFor(lines, page.limit, page.offset)
  if (needed.length === 0 || page.limit === 0) return []
  const queues = JSON.stringify(needed.map(({ projectId, poolId }) => ({ projectId, poolId })))
  return await q.execute<Standing & Record<string, unknown>>(sql`
    select found.id, found.place::int as place
    from rows from (jsonb_to_recordset(${queues}::jsonb) as ("projectId" uuid, "poolId" uuid)) with ordinality as queue(project_id, pool_id, number)
    cross join lateral (
      select id, place from (
        select workloads.id, workloads.priority, workloads.queued_at, workloads.place, ${REASON_COLUMNS}
        from (
          select id, organization_id, name, priority, queued_at, class_key, reason,
                 row_number() over (order by priority desc, queued_at, id) as place
          from workloads
          where project_id = queue.project_id and node_pool_id = queue.pool_id and phase = 'QUEUED'
        ) as workloads ${REASON_JOIN}
        where ${filter.search ?? sql`true`}
      ) as standing
      where ${filter.reasons ?? sql`true`} and (queue.number > 1 or ${page.after ?? sql`true`})
      order by priority desc, queued_at, id
      limit ${page.limit} offset (case when queue.number = 1 then ${page.offset} else 0 end)
    ) as found
    order by queue.number, found.place
    limit ${page.limit}`)
}

/** No more lines than the page can reach into. */
function linesFor(lines: readonly Line[], limit: number, offset: number): Line[] {
  let reached = -offset
  const end = lines.findIndex(({ count }) => (reached += count) >= limit)
  return lines.slice(0, end < 0 ? lines.length : end + 1)
}
