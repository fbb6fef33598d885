import { and, eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { findScope } from './internal/find-scope.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { keepAnAdmin } from './internal/keep-an-admin.ts'
import { requireGivenAt } from './internal/require-given-at.ts'
import { requireMayGive } from './internal/require-may-give.ts'
import { viewUser } from './internal/user-view.ts'
import { SetUserRole, User } from './schemas.ts'

export const setUserRole = action({
  name: 'user.set-role',
  summary: 'Give a user a role at a place, instead of the one that they have there',
  rest: { method: 'put', path: '/users/{user}/roles/{scope}' },
  allow: 'user:write',
  input: SetUserRole,
  output: User,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      requireMayGive(ctx, [input.role])
      const user = await findUser(tx.q, input.user, { lock: true })
      const scope = await findScope(ctx, tx.q, input.scope)
      requireGivenAt(input.role, scope.kind)
      const expiresAt = input.expiresAt === undefined ? null : new Date(input.expiresAt)
      if (expiresAt && expiresAt.getTime() <= ctx.app.clock.now()) {
        throw new AppError('VALIDATION', `a role that ends at ${expiresAt.toISOString()} has ended already`, {
          hint: 'name a time to come, or none',
          issues: [{ path: 'expiresAt', message: 'not in the future' }],
        })
      }
      const staysAdmin = input.role === 'admin' && expiresAt === null
      if (scope.kind === 'organization' && !staysAdmin) await keepAnAdmin(tx.q, user)
      const before = await tx.q
        .delete(roleBindings)
        .where(and(eq(roleBindings.userId, user.id), eq(roleBindings.scopeId, scope.id)))
        .returning({ role: roleBindings.role, expiresAt: roleBindings.expiresAt })
      await tx.q.insert(roleBindings).values({
        id: newId(),
        organizationId: ctx.organizationId,
        userId: user.id,
        role: input.role,
        scopeKind: scope.kind,
        scopeId: scope.id,
        expiresAt,
      })
      tx.wakeCredentials()
      await recordAudit(
        tx,
        ctx,
        'user.set-role',
        { kind: 'user', id: user.id, name: user.email },
        { scope, before, after: { role: input.role, expiresAt } },
      )
      await tx.changed('user', user.id)
      return await viewUser(tx.q, user)
    }),
})
