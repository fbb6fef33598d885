import type postgres from 'postgres'

/** By pool with a rate limit, how many runs may be preempted now: those of the last hour count against it. */
export async function readPreemptionsLeft(
  sql: postgres.Sql,
  limits: ReadonlyMap<string, number>,
): Promise<Record<string, number>> {
  const rows = await sql<{ node_pool_id: string; count: number }[]>`
    select node_pool_id, count(*)::int as count from runs
    where stop_reason = 'PREEMPTED' and stop_requested_at > now() - interval '1 hour'
      and (finished_at is null or finished_at > now() - interval '1 hour') and node_pool_id in ${sql([...limits.keys()])}
    group by 1`
  const used = new Map(rows.map((row) => [row.node_pool_id, row.count]))
  return Object.fromEntries([...limits].map(([id, limit]) => [id, Math.max(0, limit - (used.get(id) ?? 0))]))
}
