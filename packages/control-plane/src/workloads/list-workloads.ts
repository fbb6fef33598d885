import { and, eq, gte, ilike, inArray, lt, or, sql, type SQL } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import { pageOf } from '../common/schemas.ts'
import { projects } from '../db/schema/projects.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { findDepartment } from '../departments/find-department.ts'
import type { Reach } from '../identity/access.ts'
import { findNodePool } from '../node-pools/find-node-pool.ts'
import { AppError } from '../lib/app-error.ts'
import { findProject } from '../projects/find-project.ts'
import { labelFilter } from './label-filter.ts'
import { parseQuery, type Term } from './query/parse-query.ts'
import { queryCondition } from './query/query-condition.ts'
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
      const project = input.project === undefined ? undefined : await findProject(ctx, q, input.project)
      const department = input.department === undefined ? undefined : await findDepartment(q, input.department)
      const cluster = input.cluster === undefined ? undefined : await findCluster(q, input.cluster)
      const pool = input.nodePool === undefined ? undefined : await findNodePool(q, input.nodePool)
      const items = await viewWorkloads(q, {
        limit: input.pageSize + 1,
        where: and(
          withinReach(ctx.access.reach('workload:read')),
          project && eq(workloads.projectId, project.id),
          department && eq(projects.departmentId, department.id),
          cluster && eq(runs.clusterId, cluster.id),
          pool && eq(workloads.nodePoolId, pool.id),
          input.ids && inArray(workloads.id, input.ids),
          input.label === undefined ? undefined : sql`${workloads.labels} @> ${labelFilter(input.label)}::jsonb`,
          input.phase && inArray(workloads.phase, input.phase),
          input.kind && inArray(workloads.kind, input.kind),
          input.active ? sql`${workloads.phase} not in ('SUCCEEDED', 'FAILED', 'CANCELLED')` : undefined,
          input.query === undefined ? undefined : queryCondition(termsOf(input.query)),
          input.search ? ilike(workloads.name, `%${input.search.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined,
          input.since ? gte(workloads.submittedAt, new Date(input.since)) : undefined,
          input.pageToken === undefined ? undefined : lt(workloads.id, input.pageToken),
        ),
      })
      const page = items.slice(0, input.pageSize)
      const last = page.at(-1)
      return { items: page, nextPageToken: items.length > page.length && last ? last.id : null }
    }),
})

function termsOf(query: string): readonly Term[] {
  const { terms, problem } = parseQuery(query)
  if (terms) return terms
  throw new AppError('VALIDATION', `the query cannot be read at character ${problem.at + 1}: ${problem.message}`, {
    issues: [{ path: 'query', message: problem.message }],
  })
}

function withinReach(reach: Reach): SQL | undefined {
  if (reach === 'all') return undefined
  return (
    or(
      reach.departmentIds.length > 0 ? inArray(projects.departmentId, reach.departmentIds) : undefined,
      reach.projectIds.length > 0 ? inArray(projects.id, reach.projectIds) : undefined,
    ) ?? sql`false`
  )
}
