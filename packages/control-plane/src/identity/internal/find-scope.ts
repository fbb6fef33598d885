import { eq } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import { isId } from '../../common/is-id.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { departments } from '../../db/schema/departments.ts'
import { organizations } from '../../db/schema/organizations.ts'
import { projects } from '../../db/schema/projects.ts'
import { AppError, notFound } from '../../lib/app-error.ts'
import type { ScopeKind } from '../permissions.ts'

export interface Scope {
  kind: ScopeKind
  id: string
  name: string
}

/** The place that `organization`, or the id of the organization, a department or a project stands for. Throws NOT_FOUND for any other. */
export async function findScope(ctx: Context, q: DrizzleTx, ref: string): Promise<Scope> {
  if (ref === 'organization' || ref === ctx.organizationId) {
    const [row] = await q.select({ name: organizations.name }).from(organizations)
    return { kind: 'organization', id: ctx.organizationId, name: row?.name ?? '' }
  }
  if (!isId(ref)) {
    throw new AppError('VALIDATION', `"${ref}" is no place where a role can be given`, {
      hint: 'say `organization`, or the id of a department or project',
      issues: [{ path: 'scope', message: 'neither `organization` nor an id' }],
    })
  }
  const [department] = await q.select({ name: departments.name }).from(departments).where(eq(departments.id, ref))
  if (department) return { kind: 'department', id: ref, name: department.name }
  const [project] = await q.select({ name: projects.name }).from(projects).where(eq(projects.id, ref))
  if (project) return { kind: 'project', id: ref, name: project.name }
  throw notFound('project', ref)
}
