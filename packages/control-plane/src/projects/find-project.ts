import { eq } from 'drizzle-orm'
import type { Context } from '../app/context.ts'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { projects } from '../db/schema/projects.ts'
import { departments } from '../db/schema/departments.ts'
import { notFound } from '../lib/app-error.ts'
import type { Permission } from '../identity/permissions.ts'

export type ProjectRow = typeof projects.$inferSelect & { departmentName: string }

/**
 * By id or name, if the caller may read it; a project out of reach does not exist. With `permission`, that one is required
 * there too.
 */
export async function findProject(
  ctx: Context,
  q: DrizzleTx,
  ref: string,
  permission?: Permission,
): Promise<ProjectRow> {
  const [found] = await q
    .select({ project: projects, departmentName: departments.name })
    .from(projects)
    .innerJoin(departments, eq(departments.id, projects.departmentId))
    .where(isId(ref) ? eq(projects.id, ref) : eq(projects.name, ref))
  if (!found) throw notFound('project', ref)
  const place = { departmentId: found.project.departmentId, projectId: found.project.id }
  if (!ctx.access.can('project:read', place)) throw notFound('project', ref)
  if (permission) ctx.access.require(permission, place)
  return { ...found.project, departmentName: found.departmentName }
}
