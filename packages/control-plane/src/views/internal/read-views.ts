import { and, asc, eq, type SQL } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { projects } from '../../db/schema/projects.ts'
import { savedViews } from '../../db/schema/saved-views.ts'
import { users } from '../../db/schema/users.ts'
import type { View } from '../schemas.ts'

/**
 * Views that the caller may see, by name: their own, those of projects whose work they may read, and those of the organization. A view that is
 * shared is changed by its owner, and by those who look after the place where it is shared.
 */
export async function readViews(ctx: Context, q: DrizzleTx, where?: SQL): Promise<View[]> {
  const rows = await q
    .select({ view: savedViews, ownerName: users.name, project: projects })
    .from(savedViews)
    .innerJoin(users, eq(users.id, savedViews.ownerId))
    .leftJoin(projects, eq(projects.id, savedViews.projectId))
    .where(and(where))
    .orderBy(asc(savedViews.name), asc(savedViews.id))
  return rows.flatMap(({ view, ownerName, project }) => {
    const isMine = view.ownerId === ctx.actor.id
    const place = project ? { departmentId: project.departmentId, projectId: project.id } : {}
    const isShared = view.scope === 'organization' || (project !== null && ctx.access.can('workload:read', place))
    if (!isMine && (view.scope === 'personal' || !isShared)) return []
    return [
      {
        id: view.id,
        page: view.page,
        name: view.name,
        scope: view.scope,
        project: project ? { id: project.id, name: project.name } : null,
        owner: { id: view.ownerId, name: ownerName },
        search: view.search,
        canChange: isMine || ctx.access.can('project:write', place),
        updatedAt: view.updatedAt.toISOString(),
      },
    ]
  })
}
