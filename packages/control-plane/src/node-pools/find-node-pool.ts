import { eq } from 'drizzle-orm'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { notFound } from '../lib/app-error.ts'

export type NodePoolRow = typeof nodePools.$inferSelect

/** By id or name within the transaction's organization; without a reference, the default pool. */
export async function findNodePool(q: DrizzleTx, ref: string | undefined): Promise<NodePoolRow> {
  const [row] = await q
    .select()
    .from(nodePools)
    .where(
      ref === undefined ? eq(nodePools.isDefault, true) : isId(ref) ? eq(nodePools.id, ref) : eq(nodePools.name, ref),
    )
  if (!row) throw notFound('pool', ref ?? 'default')
  return row
}
