import { and, eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { AppError } from '../lib/app-error.ts'
import { findScope } from './internal/find-scope.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { keepAnAdmin } from './internal/keep-an-admin.ts'
import { viewUser } from './internal/user-view.ts'
import { RemoveUserRole, User } from './schemas.ts'

export const removeUserRole = action({
  name: 'user.remove-role',
  summary: 'Take the role of a user at a place away',
  rest: { method: 'delete', path: '/users/{user}/roles/{scope}' },
  allow: 'user:write',
  input: RemoveUserRole,
  output: User,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      const user = await findUser(tx.q, input.user, { lock: true })
      const scope = await findScope(ctx, tx.q, input.scope)
      if (scope.kind === 'organization') await keepAnAdmin(tx.q, user)
      const before = await tx.q
        .delete(roleBindings)
        .where(and(eq(roleBindings.userId, user.id), eq(roleBindings.scopeId, scope.id)))
        .returning({ role: roleBindings.role, expiresAt: roleBindings.expiresAt })
      if (before.length === 0) {
        throw new AppError('CONFLICT', `${user.email} has no role at the ${scope.kind} ${scope.name}`, {
          hint: `see where they have one: fairlead user get ${user.email}`,
        })
      }
      tx.wakeCredentials()
      await recordAudit(tx, ctx, 'user.remove-role', { kind: 'user', id: user.id, name: user.email }, { scope, before })
      await tx.changed('user', user.id)
      return await viewUser(tx.q, user)
    }),
})
