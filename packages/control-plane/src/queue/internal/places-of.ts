import { sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import type { Standing } from './read-lines.ts'

/** Where each of these waiting workloads stands in its line, in the order of their ids. For a few: each is counted by itself. */
export async function placesOf(q: DrizzleTx, ids: readonly string[]): Promise<Standing[]> {
  if (ids.length === 0) return []
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  )
  return await q.execute<Standing & Record<string, unknown>>(sql`
    select w.id, (select count(*)::int + 1 from workloads o
                  where o.project_id = w.project_id and o.node_pool_id = w.node_pool_id and o.phase = 'QUEUED'
                    and (o.priority > w.priority
                         or (o.priority = w.priority and (o.queued_at, o.id) < (w.queued_at, w.id)))) as place
    from workloads w where w.id in (${list}) order by w.id`)
}
