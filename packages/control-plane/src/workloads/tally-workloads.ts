import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { Ref } from '../common/schemas.ts'
import { findProject } from '../projects/find-project.ts'
import { labelFilter } from './label-filter.ts'
import { Phase } from './schemas.ts'

export const tallyWorkloads = action({
  name: 'workload.tally',
  summary: 'How many workloads are in each phase, by project',
  rest: { method: 'get', path: '/workload-tally' },
  allow: 'workload:read',
  input: z.strictObject({
    project: Ref.optional(),
    label: z.string().max(400).optional().describe('key=value: only those with this label'),
  }),
  output: z.object({
    items: z.array(
      z.object({ project: z.object({ id: z.string(), name: z.string() }), phases: z.partialRecord(Phase, z.int()) }),
    ),
  }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const project = input.project === undefined ? undefined : await findProject(ctx, q, input.project)
      const rows = await q.execute<{
        id: string
        name: string
        department_id: string
        phase: z.infer<typeof Phase>
        count: number
      }>(sql`
        select p.id, p.name, p.department_id, w.phase, count(*)::int as count
        from workloads w join projects p on p.id = w.project_id
        where ${project ? sql`p.id = ${project.id}` : sql`true`}
          and ${input.label === undefined ? sql`true` : sql`w.labels @> ${labelFilter(input.label)}::jsonb`}
        group by p.id, w.phase order by p.name`)
      const seen = rows.filter((row) =>
        ctx.access.can('workload:read', { departmentId: row.department_id, projectId: row.id }),
      )
      return {
        items: [...Map.groupBy(seen, (row) => row.id).values()].map((mine) => ({
          project: { id: mine[0]?.id ?? '', name: mine[0]?.name ?? '' },
          phases: Object.fromEntries(mine.map(({ phase, count }) => [phase, count])),
        })),
      }
    }),
})
