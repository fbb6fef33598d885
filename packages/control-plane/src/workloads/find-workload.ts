import { and, desc, eq } from 'drizzle-orm'
import type { Context } from '../app/context.ts'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { projects } from '../db/schema/projects.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Permission } from '../identity/permissions.ts'
import { notFound } from '../lib/app-error.ts'
import { findProject } from '../projects/find-project.ts'

export type WorkloadRow = typeof workloads.$inferSelect

/** By id, or the newest of that name, if the caller may read it. With `lock`, nobody changes it until the transaction ends. */
export async function findWorkload(
  ctx: Context,
  q: DrizzleTx,
  ref: { workload: string; project?: string | undefined },
  options: { permission?: Permission; lock?: boolean } = {},
): Promise<WorkloadRow> {
  const project = ref.project === undefined ? undefined : await findProject(ctx, q, ref.project)
  const named = isId(ref.workload) ? eq(workloads.id, ref.workload) : eq(workloads.name, ref.workload)
  const candidates = await q
    .select({ id: workloads.id, projectId: workloads.projectId, departmentId: projects.departmentId })
    .from(workloads)
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .where(and(named, project && eq(workloads.projectId, project.id)))
    .orderBy(desc(workloads.id))
    .limit(100)
  const found = candidates.find((candidate) => ctx.access.can('workload:read', candidate))
  if (!found) throw notFound('workload', ref.workload)
  if (options.permission) ctx.access.require(options.permission, found)
  const query = q.select().from(workloads).where(eq(workloads.id, found.id))
  const [row] = options.lock ? await query.for('update') : await query
  if (!row) throw notFound('workload', ref.workload)
  return row
}
