import { sql } from 'drizzle-orm'
import type { SpentCost } from '../common/cost-schemas.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { costsOf, type CostRow } from './internal/cost-of.ts'
import { gpusHeld, isHeld, modelsOf, secondsHeld } from './internal/held.ts'
import { changesArray, readPriceBook } from './internal/price-book.ts'

/**
 * What workloads cost up to `now`, in milliseconds since the epoch: the GPU hours that their runs held, each by the price that was valid in it, as the usage
 * report has it. Every id is answered; reading rights are the caller's to check.
 */
export async function costsOfWorkloads(
  q: DrizzleTx,
  ids: readonly string[],
  now: number,
): Promise<Map<string, SpentCost>> {
  if (ids.length === 0) return new Map()
  const book = await readPriceBook(q, now)
  const until = sql`${new Date(now).toISOString()}::timestamptz`
  const wanted = sql`(${sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  )})`
  const rows = await q.execute<CostRow & { id: string }>(sql`
    with changes as (select ${changesArray(book)} as at),
    periods as (
      select n as period, coalesce(c.at[n], '-infinity'::timestamptz) as a, least(coalesce(c.at[n + 1], ${until}), ${until}) as b
      from changes c, generate_series(0, coalesce(array_length(c.at, 1), 0)) n
    )
    select r.workload_id::text as id, null as at, coalesce(m.model, '') as model, r.node_pool_id::text as pool, p.period,
           sum(${gpusHeld} * ${secondsHeld(sql`p.a`, sql`p.b`)} * coalesce(m.part, 1))::float8 as seconds
    from runs r join periods p on ${isHeld(sql`p.a`, sql`p.b`)}
    left join lateral (${modelsOf(sql`r.node_ids`)}) m on true
    where r.workload_id in ${wanted} and ${gpusHeld} > 0
    group by 1, 3, 4, 5`)
  const costs = costsOf(rows, book.lines, book.changes, ({ id }) => id ?? '')
  const seconds = new Map<string, number>()
  for (const row of rows) seconds.set(row.id, (seconds.get(row.id) ?? 0) + row.seconds)
  return new Map(
    ids.map((id) => [
      id,
      {
        currency: book.currency,
        gpuHours: Math.round(((seconds.get(id) ?? 0) / 3600) * 1000) / 1000,
        // What held nothing cost nothing, once anything has a price.
        ...(costs.get(id) ?? { cost: book.currency === null ? null : 0, unpriced: 0 }),
      },
    ]),
  )
}
