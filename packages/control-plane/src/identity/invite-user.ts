import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { users } from '../db/schema/users.ts'
import { AppError, notFound } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { newSetupLink } from './new-setup-link.ts'
import { viewUser } from './internal/user-view.ts'
import { findScope } from './internal/find-scope.ts'
import { requireGivenAt } from './internal/require-given-at.ts'
import { requireMayGive } from './internal/require-may-give.ts'
import { InvitedUser, InviteUser } from './schemas.ts'

export const inviteUser = action({
  name: 'user.invite',
  summary: 'Add a user with a role; answers a one-time link for them to set a password',
  rest: { method: 'post', path: '/users', status: 201 },
  allow: 'user:write',
  input: InviteUser,
  output: InvitedUser,
  run: async (ctx, input) => {
    ctx.access.require('user:write')
    requireMayGive(ctx, [input.role])
    const scope = input.scope ?? { kind: 'organization' as const, id: ctx.organizationId }
    requireGivenAt(input.role, scope.kind)
    return await transaction(ctx, async (tx) => {
      const place = await findScope(ctx, tx.q, scope.id)
      if (place.kind !== scope.kind) throw notFound(scope.kind, scope.id)
      const [user] = await tx.q
        .insert(users)
        .values({ id: newId(), organizationId: ctx.organizationId, email: input.email, name: input.name })
        .onConflictDoNothing()
        .returning()
      if (!user) throw new AppError('CONFLICT', `${input.email} is a user already`)
      await tx.q.insert(roleBindings).values({
        id: newId(),
        organizationId: ctx.organizationId,
        userId: user.id,
        role: input.role,
        scopeKind: scope.kind,
        scopeId: scope.id,
      })
      const link = await newSetupLink(tx, user, ctx.app.publicUrl, ctx.app.clock.now())
      await recordAudit(
        tx,
        ctx,
        'user.invite',
        { kind: 'user', id: user.id, name: user.email },
        { role: input.role, scope },
      )
      await tx.changed('user', user.id)
      return { user: await viewUser(tx.q, user), link }
    })
  },
})
