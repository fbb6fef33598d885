import { eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import type { DrizzleTx } from '../../db/connect.ts'
import { departments } from '../../db/schema/departments.ts'
import { organizations } from '../../db/schema/organizations.ts'
import { projects } from '../../db/schema/projects.ts'
import { roleBindings } from '../../db/schema/role-bindings.ts'
import type { users } from '../../db/schema/users.ts'
import type { User } from '../schemas.ts'

/** Users as the API answers them, with the names of the places where they have roles. */
export async function viewUsers(q: DrizzleTx, rows: (typeof users.$inferSelect)[]): Promise<z.infer<typeof User>[]> {
  const ids = rows.map((row) => row.id)
  const bindings = await q
    .select({
      userId: roleBindings.userId,
      role: roleBindings.role,
      kind: roleBindings.scopeKind,
      id: roleBindings.scopeId,
      organization: organizations.name,
      department: departments.name,
      project: projects.name,
    })
    .from(roleBindings)
    .leftJoin(organizations, eq(organizations.id, roleBindings.scopeId))
    .leftJoin(departments, eq(departments.id, roleBindings.scopeId))
    .leftJoin(projects, eq(projects.id, roleBindings.scopeId))
    .where(inArray(roleBindings.userId, ids))
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    roles: bindings
      .filter((binding) => binding.userId === row.id)
      .map(({ role, kind, id, organization, department, project }) => ({
        role,
        scope: { kind, id, name: organization ?? department ?? project ?? '' },
      })),
  }))
}
