import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { clusters } from '../db/schema/clusters.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { newJoinToken } from './internal/new-join-token.ts'
import { viewClusters } from './internal/view-clusters.ts'
import { CreateCluster, CreatedCluster } from './schemas.ts'

export const createCluster = action({
  name: 'cluster.create',
  summary: 'Add a cluster; answers a single-use join token for its agent',
  rest: { method: 'post', path: '/clusters', status: 201 },
  allow: 'cluster:write',
  input: CreateCluster,
  output: CreatedCluster,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const [row] = await tx.q
        .insert(clusters)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          name: input.name,
          labels: input.labels,
          logPolicy: input.logPolicy,
        })
        .onConflictDoNothing()
        .returning({ id: clusters.id })
      if (!row) {
        throw new AppError('CONFLICT', `there is a cluster "${input.name}" already`, {
          hint: `make a new join token for it with: fairlead cluster token ${input.name}`,
        })
      }
      const join = await newJoinToken(ctx, tx, row.id, input.tokenTtl)
      await recordAudit(
        tx,
        ctx,
        'cluster.create',
        { kind: 'cluster', id: row.id, name: input.name },
        { expiresAt: join.expiresAt },
      )
      await tx.changed('cluster', row.id)
      const [cluster] = await viewClusters(tx.q, ctx.app.version, eq(clusters.id, row.id))
      return { cluster: must(cluster, 'the cluster was written in this transaction'), join }
    })
  },
})
