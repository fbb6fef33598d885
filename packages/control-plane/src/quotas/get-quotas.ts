import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { departments } from '../db/schema/departments.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { projects } from '../db/schema/projects.ts'
import { quotas } from '../db/schema/quotas.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { effectiveResources } from './defaults.ts'
import { findQueue, type QueueRef } from './internal/find-queue.ts'
import { GetQuotas, Quota } from './schemas.ts'

export const getQuotas = action({
  name: 'quota.list',
  summary: 'Quotas of the departments and projects that you may see, defaults included',
  rest: { method: 'get', path: '/quotas' },
  allow: 'quota:read',
  input: GetQuotas,
  output: z.object({ items: z.array(Quota) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const one = input.project ?? input.department
      const queues: QueueRef[] = one === undefined ? [] : [await findQueue(ctx, q, input, 'quota:read')]
      if (one === undefined) {
        for (const { id, name } of await q.select().from(departments).orderBy(departments.name)) {
          if (ctx.access.can('quota:read', { departmentId: id })) queues.push({ kind: 'department', id, name })
        }
        for (const { id, name, departmentId, archivedAt } of await q.select().from(projects).orderBy(projects.name)) {
          const isSeen = ctx.access.can('quota:read', { departmentId, projectId: id })
          if (isSeen && archivedAt === null) queues.push({ kind: 'project', id, name })
        }
      }
      const pools =
        input.nodePool === undefined ? await q.select().from(nodePools) : [await findNodePool(q, input.nodePool)]
      const rows = await q
        .select()
        .from(quotas)
        .where(and(one === undefined ? undefined : eq(quotas.queueId, queues[0]?.id ?? '')))
      return {
        items: queues.flatMap((queue) =>
          pools.map((pool) => {
            const row = rows.find((quota) => quota.queueId === queue.id && quota.nodePoolId === pool.id)
            return {
              queue,
              nodePool: { id: pool.id, name: pool.name },
              rank: row?.rank ?? 0,
              resources: effectiveResources(row?.resources),
              minRuntimeSeconds: row?.minRuntimeSeconds ?? null,
              userLimits: row?.userLimits ?? {},
              updatedAt: row?.updatedAt.toISOString() ?? null,
            }
          }),
        ),
      }
    }),
})
