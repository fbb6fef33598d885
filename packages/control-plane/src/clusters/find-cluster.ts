import { eq } from 'drizzle-orm'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { notFound } from '../lib/app-error.ts'

export type ClusterRow = typeof clusters.$inferSelect

/** By id or name, within the transaction's organization. */
export async function findCluster(q: DrizzleTx, ref: string): Promise<ClusterRow> {
  const [row] = await q
    .select()
    .from(clusters)
    .where(isId(ref) ? eq(clusters.id, ref) : eq(clusters.name, ref))
  if (!row) throw notFound('cluster', ref)
  return row
}

/** Several at once, in the order asked. */
export async function findClusters(q: DrizzleTx, refs: readonly string[]): Promise<ClusterRow[]> {
  const rows: ClusterRow[] = []
  for (const ref of refs) rows.push(await findCluster(q, ref))
  return rows
}
