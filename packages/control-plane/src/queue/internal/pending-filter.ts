import { and, eq, ilike, inArray, sql, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { projects } from '../../db/schema/projects.ts'
import { workloads } from '../../db/schema/workloads.ts'
import { findDepartment } from '../../departments/find-department.ts'
import { findNodePool } from '../../node-pools/find-node-pool.ts'
import { findProject } from '../../projects/find-project.ts'
import { NOT_LOOKED_AT, type ListPending } from '../schemas.ts'

/** What somebody asked for, of what they may see. */
export interface PendingFilter {
  /** Names by id, of all projects and pools that they may see. */
  projectNames: ReadonlyMap<string, string>
  poolNames: ReadonlyMap<string, string>
  /** On `workloads`: whose, where, and which names. */
  rows: SQL
  /** On names alone; undefined: every name. */
  search: SQL | undefined
  /** On the columns `reason` and `permanent` of {@link REASON_COLUMNS}. */
  reasons: SQL | undefined
}

/** Why it waits, over `workloads` joined with `explanations`: what the last round said of its class, else what its own row says. */
export const REASON_COLUMNS = sql`
  coalesce(explanations.explanation->>'reason', workloads.reason, ${NOT_LOOKED_AT}) as reason,
  coalesce((explanations.explanation->>'permanent')::boolean, false) as permanent`

/** The join behind {@link REASON_COLUMNS}. */
export const REASON_JOIN = sql`
  left join explanations on explanations.organization_id = workloads.organization_id and explanations.class_key = workloads.class_key`

export async function pendingFilter(
  ctx: Context,
  q: DrizzleTx,
  input: z.output<typeof ListPending>,
): Promise<PendingFilter> {
  const pool = input.nodePool === undefined ? undefined : await findNodePool(q, input.nodePool)
  const project = input.project === undefined ? undefined : await findProject(ctx, q, input.project)
  const department = input.department === undefined ? undefined : await findDepartment(q, input.department)
  const all = await q
    .select({ id: projects.id, name: projects.name, departmentId: projects.departmentId })
    .from(projects)
  const seen = all.filter(({ id, departmentId }) => ctx.access.can('workload:read', { projectId: id, departmentId }))
  const asked = seen.filter(
    ({ id, departmentId }) =>
      (project === undefined || id === project.id) && (department === undefined || departmentId === department.id),
  )
  const search = input.search ? ilike(workloads.name, `%${input.search.replaceAll(/[\\%_]/g, '\\$&')}%`) : undefined
  const rows = and(
    sql`${workloads.phase} = 'QUEUED'`,
    asked.length === 0
      ? sql`false`
      : asked.length === all.length
        ? undefined
        : inArray(
            workloads.projectId,
            asked.map(({ id }) => id),
          ),
    pool && eq(workloads.nodePoolId, pool.id),
    search,
  )
  return {
    projectNames: new Map(seen.map(({ id, name }) => [id, name])),
    poolNames: new Map((await q.select().from(nodePools)).map(({ id, name }) => [id, name])),
    rows: rows ?? sql`true`,
    search,
    reasons: and(
      input.reason === undefined ? undefined : sql`reason = ${input.reason}`,
      input.permanent === undefined ? undefined : sql`permanent = ${input.permanent}`,
    ),
  }
}
