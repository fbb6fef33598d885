import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { Cluster } from './schemas.ts'

export const listClusters = action({
  name: 'cluster.list',
  summary: 'Clusters, their health and what they hold',
  rest: { method: 'get', path: '/clusters' },
  allow: 'cluster:read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(Cluster) }),
  run: (ctx) => transaction(ctx, async ({ q }) => ({ items: await viewClusters(q, ctx.app.version) })),
})
