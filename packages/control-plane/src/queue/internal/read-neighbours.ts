import { sql, type SQL } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import type { WorkloadRow } from '../../workloads/find-workload.ts'
import type { Keyed } from './make-room.ts'

/** Where somebody is to stand in the line of its equals: at an end, or on one side of another one. */
export type Spot = { to: 'first' | 'last' } | { side: 'before' | 'after'; of: string }

/** Who stands in front of the spot and who behind it, each side the nearest first, without the one that moves. `limit` is for each side. */
export async function readNeighbours(
  q: DrizzleTx,
  row: WorkloadRow,
  spot: Spot,
  limit: number | null,
): Promise<{ before: Keyed[]; behind: Keyed[] }> {
  const anchor = 'of' in spot ? sql`(select queued_at, id from workloads where id = ${spot.of}::uuid)` : undefined
  const isBefore = 'side' in spot && spot.side === 'before'
  async function side(where: SQL, order: SQL): Promise<Keyed[]> {
    const rows = await q.execute<{ id: string; at: string }>(sql`
      select id, (extract(epoch from queued_at) * 1000000)::bigint::text as at from workloads
      where project_id = ${row.projectId} and node_pool_id = ${row.nodePoolId} and priority = ${row.priority} and phase = 'QUEUED'
        and id <> ${row.id}::uuid and ${where}
      order by ${order} limit ${limit}`)
    return rows.map(({ id, at }) => ({ id, at: Number(at) }))
  }
  const nearFirst = { before: sql`queued_at desc, id desc`, behind: sql`queued_at, id` }
  if (anchor === undefined) {
    const isFirst = 'to' in spot && spot.to === 'first'
    return {
      before: isFirst ? [] : await side(sql`true`, nearFirst.before),
      behind: isFirst ? await side(sql`true`, nearFirst.behind) : [],
    }
  }
  return {
    before: await side(sql`(queued_at, id) ${isBefore ? sql`<` : sql`<=`} ${anchor}`, nearFirst.before),
    behind: await side(sql`(queued_at, id) ${isBefore ? sql`>=` : sql`>`} ${anchor}`, nearFirst.behind),
  }
}
