import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { clusters } from '../db/schema/clusters.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findCluster } from './find-cluster.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { Cluster, ClusterRef } from './schemas.ts'

export const confirmPrune = action({
  name: 'cluster.confirm-prune',
  summary: 'Tell an agent that it may remove what it refused to remove all at once',
  rest: { method: 'post', path: '/clusters/{cluster}/confirm-prune' },
  allow: 'cluster:write',
  input: ClusterRef,
  output: Cluster,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const { id, name, pruneRefusal } = await findCluster(tx.q, input.cluster)
      if (pruneRefusal === null) throw new AppError('CONFLICT', `the agent of "${name}" refuses nothing right now`)
      await tx.q.update(clusters).set({ pruneRefusal: null, isPruneConfirmed: true }).where(eq(clusters.id, id))
      await recordAudit(tx, ctx, 'cluster.confirm-prune', { kind: 'cluster', id, name }, { pruneRefusal })
      await tx.changed('cluster', id)
      tx.wakeCluster(id)
      const [view] = await viewClusters(tx.q, ctx.app.version, eq(clusters.id, id))
      return must(view, 'the cluster was found in this transaction')
    })
  },
})
