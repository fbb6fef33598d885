import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { findClusters } from '../clusters/find-cluster.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findNodePool } from './find-node-pool.ts'
import { checkPool } from './internal/check-pool.ts'
import { viewPools } from './internal/view-pools.ts'
import { NodePool, UpdateNodePool } from './schemas.ts'

export const updateNodePool = action({
  name: 'node-pool.update',
  summary: 'Change a node pool',
  rest: { method: 'patch', path: '/node-pools/{nodePool}' },
  allow: 'node-pool:write',
  input: UpdateNodePool,
  output: NodePool,
  run: async (ctx, input) => {
    ctx.access.require('node-pool:write')
    return await transaction(ctx, async (tx) => {
      const before = await findNodePool(tx.q, input.nodePool)
      if (before.isDefault && (input.selector || input.clusters)) {
        throw new AppError(
          'VALIDATION',
          'the default pool holds every node that no other pool takes: it has no labels of its own',
        )
      }
      const clusterIds = input.clusters && (await findClusters(tx.q, input.clusters)).map((cluster) => cluster.id)
      const after = {
        selector: input.selector ?? before.selector,
        clusterIds: clusterIds ?? before.clusterIds,
        strategy: input.strategy ?? before.strategy,
        minRuntimeSeconds: input.minRuntime ?? before.minRuntimeSeconds,
        timeBasedK: input.timeBasedK === undefined ? before.timeBasedK : input.timeBasedK,
        timeBasedHalfLifeSeconds:
          input.timeBasedHalfLife === undefined ? before.timeBasedHalfLifeSeconds : input.timeBasedHalfLife,
        topology: input.topology ?? before.topology,
        maxWaitSeconds: input.maxWait === undefined ? before.maxWaitSeconds : input.maxWait,
        preemptionsPerHour:
          input.preemptionsPerHour === undefined ? before.preemptionsPerHour : input.preemptionsPerHour,
      }
      checkPool(after)
      const [row] = await tx.q.update(nodePools).set(after).where(eq(nodePools.id, before.id)).returning()
      const {
        id: _id,
        organizationId: _organizationId,
        name: _name,
        isDefault: _isDefault,
        createdAt: _at,
        ...changeable
      } = before
      await recordAudit(
        tx,
        ctx,
        'node-pool.update',
        { kind: 'node-pool', id: before.id, name: before.name },
        {
          before: changeable,
          after,
        },
      )
      await tx.changed('node-pool', before.id)
      const [view] = await viewPools(tx.q, [must(row, 'the pool was found in this transaction')])
      return must(view, 'one pool in, one view out')
    })
  },
})
