import { and, asc, gt, gte, sql } from 'drizzle-orm'
import type { Drizzle } from '../db/connect.ts'
import { decisionLog } from '../db/schema/decision-log.ts'
import type { DecisionEntry } from './schemas.ts'

/** A page ends behind the entry that passes this. */
const PAGE_BYTES = 8 * 2 ** 20

/** Entries of the decision log in their order, across organizations. A first page begins where a section does: with a world. */
export async function readDecisions(
  db: Drizzle,
  from: { since?: string | undefined; after?: number | undefined; pageSize: number },
): Promise<{ items: DecisionEntry[]; isMore: boolean }> {
  const start =
    from.after === undefined
      ? gte(
          decisionLog.id,
          sql`coalesce(${from.since === undefined ? sql`null` : sql`(select max(id) from decision_log where kind = 'world' and at <= ${from.since}::timestamptz)`},
                       (select min(id) from decision_log where kind = 'world'))`,
        )
      : gt(decisionLog.id, from.after)
  const sizes = await db
    .select({ id: decisionLog.id, bytes: sql<number>`octet_length(${decisionLog.payload})` })
    .from(decisionLog)
    .where(start)
    .orderBy(asc(decisionLog.id))
    .limit(from.pageSize + 1)
  let bytes = 0
  const within = sizes.slice(0, from.pageSize).filter((row, index) => {
    const isIn = index === 0 || bytes < PAGE_BYTES
    bytes += row.bytes
    return isIn
  })
  const last = within.at(-1)
  if (!last) return { items: [], isMore: false }
  const rows = await db
    .select()
    .from(decisionLog)
    .where(and(start, sql`${decisionLog.id} <= ${last.id}`))
    .orderBy(asc(decisionLog.id))
  return {
    items: rows.map(({ at, payload, ...row }) => ({
      ...row,
      at: at.toISOString(),
      payload: payload.toString('base64'),
    })),
    isMore: sizes.length > within.length,
  }
}
