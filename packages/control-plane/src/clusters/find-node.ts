import { and, eq, isNull } from 'drizzle-orm'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { nodes } from '../db/schema/nodes.ts'
import { AppError, notFound } from '../lib/app-error.ts'
import { findCluster } from './find-cluster.ts'

export type NodeRow = typeof nodes.$inferSelect

/** A node that is there, by id or name, locked. Throws NOT_FOUND, and CONFLICT for a name that several clusters have. */
export async function findNode(
  q: DrizzleTx,
  ref: { node: string; cluster?: string | undefined },
): Promise<NodeRow & { clusterName: string }> {
  const cluster = ref.cluster === undefined ? undefined : await findCluster(q, ref.cluster)
  const rows = await q
    .select({ node: nodes, clusterName: clusters.name })
    .from(nodes)
    .innerJoin(clusters, eq(clusters.id, nodes.clusterId))
    .where(
      and(
        isId(ref.node) ? eq(nodes.id, ref.node) : eq(nodes.name, ref.node),
        isNull(nodes.goneAt),
        cluster && eq(nodes.clusterId, cluster.id),
      ),
    )
    .for('update', { of: nodes })
  const [row, other] = rows
  if (!row) throw notFound('node', ref.node)
  if (other) {
    throw new AppError('CONFLICT', `"${ref.node}" is a node of ${row.clusterName} and of ${other.clusterName}`, {
      hint: 'name its cluster, too',
    })
  }
  return { ...row.node, clusterName: row.clusterName }
}
