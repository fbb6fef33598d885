import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { departments } from '../db/schema/departments.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { projects } from '../db/schema/projects.ts'
import { queueStandings } from '../db/schema/queue-standings.ts'
import { quotas } from '../db/schema/quotas.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { effectiveResources } from './defaults.ts'
import { ListQueues, Queue } from './schemas.ts'

export const listQueues = action({
  name: 'queue.list',
  summary: 'How each queue stands: what it is owed, may hold, holds and asks for, as of the last round',
  rest: { method: 'get', path: '/queues' },
  allow: 'quota:read',
  input: ListQueues,
  output: z.object({ items: z.array(Queue) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const pools =
        input.nodePool === undefined ? await q.select().from(nodePools) : [await findNodePool(q, input.nodePool)]
      const standings = await q.select().from(queueStandings)
      const set = await q.select().from(quotas)
      const leaves = await q.select().from(projects).orderBy(projects.name)
      const parents = await q.select().from(departments).orderBy(departments.name)
      const queues = parents.flatMap((department) => [
        {
          kind: 'department' as const,
          id: department.id,
          name: department.name,
          parentId: null,
          place: { departmentId: department.id },
        },
        ...leaves
          .filter((project) => project.departmentId === department.id && project.archivedAt === null)
          .map((project) => ({
            kind: 'project' as const,
            id: project.id,
            name: project.name,
            parentId: department.id,
            place: { departmentId: department.id, projectId: project.id },
          })),
      ])
      return {
        items: pools.flatMap((pool) =>
          queues
            .filter((queue) => ctx.access.can('quota:read', queue.place))
            .map(({ place: _place, ...queue }) => {
              const found = standings.find((row) => row.queueId === queue.id && row.nodePoolId === pool.id)
              const quota = set.find((row) => row.queueId === queue.id && row.nodePoolId === pool.id)
              const resources = Object.entries(effectiveResources(quota?.resources))
              const empty = Object.fromEntries(resources.map(([name]) => [name, 0]))
              return {
                queue,
                nodePool: { id: pool.id, name: pool.name },
                rank: quota?.rank ?? 0,
                deserved: Object.fromEntries(resources.map(([name, line]) => [name, line.deserved])),
                limit: Object.fromEntries(resources.map(([name, line]) => [name, line.limit])),
                fairShare: found?.standing.fairShare ?? empty,
                allocated: found?.standing.allocated ?? empty,
                allocatedNonPreemptible: found?.standing.allocatedNonPreemptible ?? empty,
                requested: found?.standing.requested ?? empty,
                waiting: found?.standing.waiting ?? 0,
                running: found?.standing.running ?? 0,
                asOf: found?.at.toISOString() ?? null,
              }
            }),
        ),
      }
    }),
})
