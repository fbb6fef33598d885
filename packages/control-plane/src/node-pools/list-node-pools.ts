import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { viewPools } from './internal/view-pools.ts'
import { NodePool } from './schemas.ts'

export const listNodePools = action({
  name: 'node-pool.list',
  summary: 'Node pools and what is in them',
  rest: { method: 'get', path: '/node-pools' },
  allow: 'node-pool:read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(NodePool) }),
  run: (ctx) =>
    transaction(ctx, async ({ q }) => {
      const rows = await q.select().from(nodePools).orderBy(asc(nodePools.name))
      return { items: await viewPools(q, rows) }
    }),
})
