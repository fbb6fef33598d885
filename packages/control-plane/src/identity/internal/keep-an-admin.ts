import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { roleBindings } from '../../db/schema/role-bindings.ts'
import { users } from '../../db/schema/users.ts'
import { AppError } from '../../lib/app-error.ts'

/**
 * Throws CONFLICT when this user is the last admin: then their rights stay. A role that ends by itself does not make somebody the one who stays, nor
 * does an invitation that nobody took up, unless this is one as well. The caller holds the people of the organization.
 */
export async function keepAnAdmin(q: DrizzleTx, user: { id: string; email: string }): Promise<void> {
  const admins = await q
    .select({ id: users.id, hasPassword: sql<boolean>`${users.passwordHash} is not null` })
    .from(users)
    .innerJoin(roleBindings, eq(roleBindings.userId, users.id))
    .where(and(eq(roleBindings.role, 'admin'), isNull(roleBindings.expiresAt), isNull(users.disabledAt)))
  const self = admins.find(({ id }) => id === user.id)
  if (!self || admins.some(({ id, hasPassword }) => id !== user.id && (hasPassword || !self.hasPassword))) return
  throw new AppError('CONFLICT', `${user.email} is the last admin who can sign in`, {
    hint: 'first give somebody else who has signed in the role admin: fairlead user role EMAIL admin',
  })
}
