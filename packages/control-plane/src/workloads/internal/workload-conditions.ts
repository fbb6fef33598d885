import { and, eq, gte, ilike, inArray, or, sql, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../app/context.ts'
import { findCluster } from '../../clusters/find-cluster.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { projects } from '../../db/schema/projects.ts'
import { runs } from '../../db/schema/runs.ts'
import { workloads } from '../../db/schema/workloads.ts'
import { findDepartment } from '../../departments/find-department.ts'
import type { Reach } from '../../identity/access.ts'
import { AppError } from '../../lib/app-error.ts'
import { findNodePool } from '../../node-pools/find-node-pool.ts'
import { findProject } from '../../projects/find-project.ts'
import { labelFilter } from '../label-filter.ts'
import { parseQuery, type Term } from '../query/parse-query.ts'
import { queryCondition } from '../query/query-condition.ts'
import type { ListWorkloads } from '../schemas.ts'

type Filter = Omit<z.output<typeof ListWorkloads>, 'pageSize' | 'pageToken' | 'cost'>

/** What a filter says of the rows that `viewWorkloads` joins, and that the reader may see them. Throws NOT_FOUND for what it names and is not there. */
export async function workloadConditions(ctx: Context, q: DrizzleTx, filter: Filter): Promise<SQL | undefined> {
  const project = filter.project === undefined ? undefined : await findProject(ctx, q, filter.project)
  const department = filter.department === undefined ? undefined : await findDepartment(q, filter.department)
  const cluster = filter.cluster === undefined ? undefined : await findCluster(q, filter.cluster)
  const pool = filter.nodePool === undefined ? undefined : await findNodePool(q, filter.nodePool)
  return and(
    withinReach(ctx.access.reach('workload:read')),
    project && eq(workloads.projectId, project.id),
    department && eq(projects.departmentId, department.id),
    cluster && eq(runs.clusterId, cluster.id),
    pool && eq(workloads.nodePoolId, pool.id),
    filter.ids && inArray(workloads.id, filter.ids),
    filter.label === undefined ? undefined : sql`${workloads.labels} @> ${labelFilter(filter.label)}::jsonb`,
    filter.phase && inArray(workloads.phase, filter.phase),
    filter.kind && inArray(workloads.kind, filter.kind),
    filter.active ? sql`${workloads.phase} not in ('SUCCEEDED', 'FAILED', 'CANCELLED')` : undefined,
    filter.query === undefined ? undefined : queryCondition(termsOf(filter.query)),
    filter.search ? ilike(workloads.name, `%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined,
    filter.since ? gte(workloads.submittedAt, new Date(filter.since)) : undefined,
  )
}

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
