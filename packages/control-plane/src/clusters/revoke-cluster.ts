import { and, eq, isNull, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { agentKeys } from '../db/schema/agent-keys.ts'
import { clusters } from '../db/schema/clusters.ts'
import { joinTokens } from '../db/schema/join-tokens.ts'
import { must } from '../lib/invariant.ts'
import { findCluster } from './find-cluster.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { Cluster, ClusterRef } from './schemas.ts'

export const revokeCluster = action({
  name: 'cluster.revoke',
  summary:
    "End a cluster's trust: its agent's key and session end within seconds; what runs there is left to its owner",
  rest: { method: 'delete', path: '/clusters/{cluster}' },
  allow: 'cluster:write',
  input: ClusterRef,
  output: Cluster,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const { id, name } = await findCluster(tx.q, input.cluster)
      await tx.q
        .update(clusters)
        .set({ state: 'revoked', updatedAt: sql`now()` })
        .where(eq(clusters.id, id))
      await tx.q
        .update(agentKeys)
        .set({ status: 'revoked', revokedAt: sql`now()` })
        .where(and(eq(agentKeys.clusterId, id), eq(agentKeys.status, 'active')))
      await tx.q
        .update(joinTokens)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(joinTokens.clusterId, id), isNull(joinTokens.usedAt), isNull(joinTokens.revokedAt)))
      await recordAudit(tx, ctx, 'cluster.revoke', { kind: 'cluster', id, name })
      await tx.changed('cluster', id)
      tx.wakeCluster(id)
      const [view] = await viewClusters(tx.q, ctx.app.version, eq(clusters.id, id))
      return must(view, 'the cluster was found in this transaction')
    })
  },
})
