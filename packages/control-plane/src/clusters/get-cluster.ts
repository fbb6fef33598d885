import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { clusters } from '../db/schema/clusters.ts'
import { must } from '../lib/invariant.ts'
import { findCluster } from './find-cluster.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { ClusterDetail, ClusterRef } from './schemas.ts'

export const getCluster = action({
  name: 'cluster.get',
  summary: 'One cluster, with what it can do as its agent found it',
  rest: { method: 'get', path: '/clusters/{cluster}' },
  allow: 'cluster:read',
  input: ClusterRef,
  output: ClusterDetail,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id, capabilities, capabilitiesAt } = await findCluster(q, input.cluster)
      const [view] = await viewClusters(q, ctx.app.version, eq(clusters.id, id))
      return {
        ...must(view, 'the cluster was found'),
        capabilities: capabilities &&
          capabilitiesAt && {
            ...capabilities,
            kubernetes: capabilities.kubernetes ?? null,
            observedAt: capabilitiesAt.toISOString(),
          },
      }
    }),
})
