import { eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { clusters } from '../db/schema/clusters.ts'
import { must } from '../lib/invariant.ts'
import { findCluster } from './find-cluster.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { Cluster, UpdateCluster } from './schemas.ts'

export const updateCluster = action({
  name: 'cluster.update',
  summary: 'Change labels, log policy, or hold new work back (paused)',
  rest: { method: 'patch', path: '/clusters/{cluster}' },
  allow: 'cluster:write',
  input: UpdateCluster,
  output: Cluster,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const { id, name, labels, logPolicy, paused } = await findCluster(tx.q, input.cluster)
      const after = {
        labels: input.labels ?? labels,
        logPolicy: input.logPolicy ?? logPolicy,
        paused: input.paused ?? paused,
      }
      await tx.q
        .update(clusters)
        .set({ ...after, updatedAt: sql`now()` })
        .where(eq(clusters.id, id))
      await recordAudit(
        tx,
        ctx,
        'cluster.update',
        { kind: 'cluster', id, name },
        { before: { labels, logPolicy, paused }, after },
      )
      await tx.changed('cluster', id)
      const [view] = await viewClusters(tx.q, ctx.app.version, eq(clusters.id, id))
      return must(view, 'the cluster was found in this transaction')
    })
  },
})
