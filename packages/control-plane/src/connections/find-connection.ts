import { and, eq } from 'drizzle-orm'
import type { Context } from '../app/context.ts'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { connections } from '../db/schema/connections.ts'
import type { Permission } from '../identity/permissions.ts'
import { AppError } from '../lib/app-error.ts'
import { findProject, type ProjectRow } from '../projects/find-project.ts'

export type ConnectionRow = typeof connections.$inferSelect

/** A connection of a project by id or name, if the caller has the permission there. */
export async function findConnection(
  ctx: Context,
  q: DrizzleTx,
  ref: { project: string; connection: string },
  permission: Permission,
): Promise<{ row: ConnectionRow; project: ProjectRow }> {
  const project = await findProject(ctx, q, ref.project, permission)
  const named = isId(ref.connection) ? eq(connections.id, ref.connection) : eq(connections.name, ref.connection)
  const [row] = await q
    .select()
    .from(connections)
    .where(and(named, eq(connections.projectId, project.id)))
  if (row) return { row, project }
  throw new AppError('NOT_FOUND', `the project "${project.name}" has no connection "${ref.connection}"`, {
    hint: `list what there is with: fairlead connection ls --project ${project.name}`,
  })
}
