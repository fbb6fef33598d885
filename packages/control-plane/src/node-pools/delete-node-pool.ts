import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { workloads } from '../db/schema/workloads.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findNodePool } from './find-node-pool.ts'
import { viewPools } from './internal/view-pools.ts'
import { NodePool, NodePoolRef } from './schemas.ts'

export const deleteNodePool = action({
  name: 'node-pool.delete',
  summary: 'Delete a node pool; its nodes fall to the default pool',
  rest: { method: 'delete', path: '/node-pools/{nodePool}' },
  allow: 'node-pool:write',
  input: NodePoolRef,
  output: NodePool,
  run: async (ctx, input) => {
    ctx.access.require('node-pool:write')
    return await transaction(ctx, async (tx) => {
      const pool = await findNodePool(tx.q, input.nodePool)
      if (pool.isDefault) throw new AppError('CONFLICT', 'the default pool cannot be deleted')
      const [used] = await tx.q
        .select({ name: workloads.name })
        .from(workloads)
        .where(eq(workloads.nodePoolId, pool.id))
        .limit(1)
      if (used) {
        throw new AppError(
          'CONFLICT',
          `work was submitted to the pool "${pool.name}", for example ${used.name}, and keeps it`,
          {
            hint: 'take its nodes away instead: change its labels to some that no node has',
          },
        )
      }
      const [view] = await viewPools(tx.q, [pool])
      await tx.q.delete(nodePools).where(eq(nodePools.id, pool.id))
      await recordAudit(tx, ctx, 'node-pool.delete', { kind: 'node-pool', id: pool.id, name: pool.name })
      await tx.changed('node-pool', pool.id)
      return must(view, 'one pool in, one view out')
    })
  },
})
