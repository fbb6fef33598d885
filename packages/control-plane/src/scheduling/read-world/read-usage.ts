import type postgres from 'postgres'
import type { PoolRow } from './read-pools.ts'

/**
 * Part of the pool that each queue has used inside the pool's window, 0 to 1 by resource. With a half-life, a second of use that long ago counts half, and the pool
 * itself is measured alike: use between `a` and `b` seconds ago counts as the integral of 2^(-t / halfLife) over that time.
 */
export async function readUsage(
  sql: postgres.Sql,
  pool: PoolRow,
  capacity: Readonly<Record<string, number>>,
): Promise<Map<string, Record<string, number>>> {
  const { windowSeconds } = pool
  const rate = pool.halfLifeSeconds === null ? 0 : Math.LN2 / pool.halfLifeSeconds
  const weighed =
    rate === 0
      ? sql`from_ago - to_ago`
      : sql`(exp(-${rate}::float8 * to_ago) - exp(-${rate}::float8 * from_ago)) / ${rate}::float8`
  const rows = await sql<{ queue_id: string; resource: string; total: number }[]>`
    with ages as (
      select r.project_id, p.department_id, a.key as resource, a.value::float8 * r.replicas as amount,
             extract(epoch from now() - greatest(r.started_at, now() - ${windowSeconds} * interval '1 second'))::float8 as from_ago,
             extract(epoch from now() - least(coalesce(r.finished_at, now()), now()))::float8 as to_ago
      from runs r
      join projects p on p.id = r.project_id
      cross join lateral jsonb_each_text(r.requests) a
      where r.node_pool_id = ${pool.id} and r.started_at is not null
        and (r.finished_at is null or r.finished_at > now() - ${windowSeconds} * interval '1 second')
    ), spans as (
      select project_id, department_id, resource, amount * (${weighed}) as used from ages
    )
    select project_id as queue_id, resource, sum(used)::float8 as total from spans group by 1, 2
    union all
    select department_id, resource, sum(used)::float8 from spans group by 1, 2`
  const measure = rate === 0 ? windowSeconds : (1 - Math.exp(-rate * windowSeconds)) / rate
  const usage = new Map<string, Record<string, number>>()
  for (const { queue_id: queueId, resource, total } of rows) {
    const held = (capacity[resource] ?? 0) * measure
    if (held > 0) usage.set(queueId, { ...usage.get(queueId), [resource]: Math.min(1, total / held) })
  }
  return usage
}
