import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { clusters } from '../db/schema/clusters.ts'
import { must } from '../lib/invariant.ts'
import { findCluster } from './find-cluster.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { Cluster, ClusterRef } from './schemas.ts'

export const getCluster = action({
  name: 'cluster.get',
  summary: 'One cluster',
  rest: { method: 'get', path: '/clusters/{cluster}' },
  allow: 'cluster:read',
  input: ClusterRef,
  output: Cluster,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id } = await findCluster(q, input.cluster)
      const [view] = await viewClusters(q, eq(clusters.id, id))
      return must(view, 'the cluster was found')
    }),
})
