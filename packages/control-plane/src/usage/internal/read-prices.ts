import { asc } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { prices } from '../../db/schema/prices.ts'
import type { Price } from '../schemas.ts'

/** The price book, in the order in which it was written. */
export async function readPrices(q: DrizzleTx, now: number): Promise<Price[]> {
  const rows = await q.select().from(prices).orderBy(asc(prices.createdAt), asc(prices.id))
  const pools = rows.length === 0 ? [] : await q.select({ id: nodePools.id, name: nodePools.name }).from(nodePools)
  const names = new Map(pools.map(({ id, name }) => [id, name]))
  const lineOf = (row: (typeof rows)[number]) => `${row.gpuModel ?? ''} ${row.nodePoolId ?? ''}`
  const current = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const before = current.get(lineOf(row))
    if (row.validFrom.getTime() <= now && (!before || row.validFrom >= before.validFrom)) current.set(lineOf(row), row)
  }
  return rows.map((row) => ({
    id: row.id,
    gpuModel: row.gpuModel,
    nodePool:
      row.nodePoolId === null ? null : { id: row.nodePoolId, name: names.get(row.nodePoolId) ?? row.nodePoolId },
    amount: row.amount,
    currency: row.currency,
    validFrom: row.validFrom.toISOString(),
    isCurrent: row.amount !== null && current.get(lineOf(row)) === row,
    createdAt: row.createdAt.toISOString(),
    createdBy: { id: row.createdBy, name: row.createdByName },
  }))
}
