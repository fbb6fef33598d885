import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../app/context.ts'
import { recordAudit } from '../../audit/record.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { clusters } from '../../db/schema/clusters.ts'
import { nodes } from '../../db/schema/nodes.ts'
import { runs } from '../../db/schema/runs.ts'
import type { Tx } from '../../db/tx.ts'
import { must } from '../../lib/invariant.ts'
import type { NodeRow } from '../find-node.ts'
import type { CordonedNode } from '../schemas.ts'

/** Holds new work back from a node, or lets it come again. Doing it twice is harmless and told once. */
export async function setCordon(
  ctx: Context,
  tx: Tx,
  node: NodeRow & { clusterName: string },
  isCordoned: boolean,
): Promise<void> {
  if ((node.cordonedAt !== null) === isCordoned) return
  await tx.q
    .update(nodes)
    .set(isCordoned ? { cordonedAt: sql`now()`, cordonedBy: ctx.actor.name } : { cordonedAt: null, cordonedBy: null })
    .where(eq(nodes.id, node.id))
  const object = { kind: 'node', id: node.id, name: node.name }
  await recordAudit(tx, ctx, isCordoned ? 'node.cordon' : 'node.uncordon', object, { cluster: node.clusterName })
  await tx.changed('node', node.id)
}

export async function viewCordon(q: DrizzleTx, nodeId: string): Promise<z.infer<typeof CordonedNode>> {
  const [row] = await q
    .select({ node: nodes, clusterName: clusters.name })
    .from(nodes)
    .innerJoin(clusters, eq(clusters.id, nodes.clusterId))
    .where(eq(nodes.id, nodeId))
  const { node, clusterName } = must(row, 'the node was found in this transaction')
  const held = await q
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.clusterId, node.clusterId), isNull(runs.finishedAt), sql`${runs.nodeIds} ? ${node.id}`))
  return {
    id: node.id,
    name: node.name,
    cluster: { id: node.clusterId, name: clusterName },
    schedulable: node.schedulable && node.cordonedAt === null,
    runs: held.length,
  }
}
