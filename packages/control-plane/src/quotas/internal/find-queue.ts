import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { findDepartment } from '../../departments/find-department.ts'
import type { Permission } from '../../identity/permissions.ts'
import { AppError, notFound } from '../../lib/app-error.ts'
import { findProject } from '../../projects/find-project.ts'

export interface QueueRef {
  kind: 'department' | 'project'
  id: string
  name: string
}

/** The department or project that a request names, if the caller has the permission there. */
export async function findQueue(
  ctx: Context,
  q: DrizzleTx,
  input: { project?: string | undefined; department?: string | undefined },
  permission: Permission,
): Promise<QueueRef> {
  if ((input.project === undefined) === (input.department === undefined)) {
    throw new AppError('VALIDATION', 'a quota belongs to one project or one department', {
      hint: 'give either project or department',
    })
  }
  if (input.project !== undefined) {
    const { id, name } = await findProject(ctx, q, input.project, permission)
    return { kind: 'project', id, name }
  }
  const { id, name } = await findDepartment(q, input.department ?? '')
  if (!ctx.access.can('department:read', { departmentId: id })) throw notFound('department', name)
  ctx.access.require(permission, { departmentId: id })
  return { kind: 'department', id, name }
}
