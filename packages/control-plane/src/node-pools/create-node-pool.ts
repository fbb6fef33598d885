import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { findClusters } from '../clusters/find-cluster.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { checkPool } from './internal/check-pool.ts'
import { viewPools } from './internal/view-pools.ts'
import { CreateNodePool, NodePool } from './schemas.ts'

export const createNodePool = action({
  name: 'node-pool.create',
  summary: 'Create a node pool from labels',
  rest: { method: 'post', path: '/node-pools', status: 201 },
  allow: 'node-pool:write',
  input: CreateNodePool,
  output: NodePool,
  run: async (ctx, input) => {
    ctx.access.require('node-pool:write')
    return await transaction(ctx, async (tx) => {
      const rules = {
        strategy: input.strategy,
        minRuntimeSeconds: input.minRuntime ?? 0,
        timeBasedK: input.timeBasedK,
        topology: input.topology ?? [],
        maxWaitSeconds: input.maxWait ?? null,
      }
      checkPool(rules)
      const clusters = await findClusters(tx.q, input.clusters)
      const [row] = await tx.q
        .insert(nodePools)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          name: input.name,
          selector: input.selector,
          clusterIds: clusters.map((cluster) => cluster.id),
          ...rules,
          timeBasedHalfLifeSeconds: input.timeBasedHalfLife ?? null,
          preemptionsPerHour: input.preemptionsPerHour ?? null,
        })
        .onConflictDoNothing()
        .returning()
      if (!row) throw new AppError('CONFLICT', `there is a node pool "${input.name}" already`)
      await recordAudit(tx, ctx, 'node-pool.create', { kind: 'node-pool', id: row.id, name: row.name }, { ...input })
      await tx.changed('node-pool', row.id)
      const [view] = await viewPools(tx.q, [row])
      return must(view, 'one pool in, one view out')
    })
  },
})
