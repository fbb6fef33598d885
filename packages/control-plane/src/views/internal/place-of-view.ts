import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError } from '../../lib/app-error.ts'
import { findProject } from '../../projects/find-project.ts'
import type { View } from '../schemas.ts'

/** The project that a view of that scope belongs to, or null. Sharing needs the permission `view:share` where it is shared. */
export async function placeOfView(
  ctx: Context,
  q: DrizzleTx,
  scope: View['scope'],
  project: string | undefined,
): Promise<string | null> {
  if (scope === 'project') {
    if (project !== undefined) return (await findProject(ctx, q, project, 'view:share')).id
    throw new AppError('VALIDATION', 'a view of a project needs the project', {
      issues: [{ path: 'project', message: 'missing' }],
    })
  }
  if (project !== undefined) {
    throw new AppError('VALIDATION', 'only a view of a project names one', {
      issues: [{ path: 'project', message: 'leave it out, or give the scope project' }],
    })
  }
  if (scope === 'organization') ctx.access.require('view:share')
  return null
}
