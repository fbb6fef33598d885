import { and, lt } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { pageOf } from '../common/schemas.ts'
import { workloads } from '../db/schema/workloads.ts'
import { costsOfWorkloads } from '../usage/costs-of-workloads.ts'
import { workloadConditions } from './internal/workload-conditions.ts'
import { ListWorkloads, Workload } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'

export const listWorkloads = action({
  name: 'workload.list',
  summary: 'Workloads that you may see, newest first',
  rest: { method: 'get', path: '/workloads' },
  allow: 'workload:read',
  input: ListWorkloads,
  output: pageOf(Workload),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const items = await viewWorkloads(q, {
        limit: input.pageSize + 1,
        where: and(
          await workloadConditions(ctx, q, input),
          input.pageToken === undefined ? undefined : lt(workloads.id, input.pageToken),
        ),
      })
      const page = items.slice(0, input.pageSize)
      const last = page.at(-1)
      const costs = input.cost
        ? await costsOfWorkloads(
            q,
            page.map(({ id }) => id),
            ctx.app.clock.now(),
          )
        : undefined
      return {
        items: costs ? page.map((item) => ({ ...item, cost: costs.get(item.id) })) : page,
        nextPageToken: items.length > page.length && last ? last.id : null,
      }
    }),
})
