import { and, eq, inArray, max } from 'drizzle-orm'
import type { z } from 'zod'
import type { DrizzleTx } from '../../db/connect.ts'
import { apiTokens } from '../../db/schema/api-tokens.ts'
import { departments } from '../../db/schema/departments.ts'
import { organizations } from '../../db/schema/organizations.ts'
import { projects } from '../../db/schema/projects.ts'
import { roleBindings } from '../../db/schema/role-bindings.ts'
import type { users } from '../../db/schema/users.ts'
import { must } from '../../lib/invariant.ts'
import { inForce } from '../in-force.ts'
import type { User } from '../schemas.ts'

type Row = typeof users.$inferSelect

/** Users as the API answers them, with when they were last seen, and the names of the places where they have roles that are in force. */
export async function viewUsers(q: DrizzleTx, rows: Row[]): Promise<z.infer<typeof User>[]> {
  const ids = rows.map((row) => row.id)
  const bindings = await q
    .select({
      userId: roleBindings.userId,
      role: roleBindings.role,
      kind: roleBindings.scopeKind,
      id: roleBindings.scopeId,
      expiresAt: roleBindings.expiresAt,
      organization: organizations.name,
      department: departments.name,
      project: projects.name,
    })
    .from(roleBindings)
    .leftJoin(organizations, eq(organizations.id, roleBindings.scopeId))
    .leftJoin(departments, eq(departments.id, roleBindings.scopeId))
    .leftJoin(projects, eq(projects.id, roleBindings.scopeId))
    .where(and(inArray(roleBindings.userId, ids), inForce))
  const uses = await q
    .select({ userId: apiTokens.userId, at: max(apiTokens.lastUsedAt) })
    .from(apiTokens)
    .where(inArray(apiTokens.userId, ids))
    .groupBy(apiTokens.userId)
  const rolesOf = Map.groupBy(bindings, ({ userId }) => userId)
  const usedAt = new Map(uses.map(({ userId, at }) => [userId, at]))
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    source: 'local' as const,
    state: stateOf(row),
    createdAt: row.createdAt.toISOString(),
    disabledAt: row.disabledAt?.toISOString() ?? null,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    lastSeenAt: later(row.lastSignInAt, usedAt.get(row.id))?.toISOString() ?? null,
    roles: (rolesOf.get(row.id) ?? []).map(({ role, kind, id, expiresAt, organization, department, project }) => ({
      role,
      scope: { kind, id, name: organization ?? department ?? project ?? '' },
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
  }))
}

/** The same for one. */
export async function viewUser(q: DrizzleTx, row: Row): Promise<z.infer<typeof User>> {
  const [view] = await viewUsers(q, [row])
  return must(view, 'one user in, one view out')
}

function stateOf(row: Row): z.infer<typeof User>['state'] {
  if (row.disabledAt) return 'disabled'
  return row.passwordHash === null && row.lastSignInAt === null ? 'invited' : 'active'
}

function later(a: Date | null, b: Date | null | undefined): Date | null {
  if (!a || !b) return a ?? b ?? null
  return a > b ? a : b
}
