import { and, eq, isNull } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { roleBindings } from '../db/schema/role-bindings.ts'
import { setupLinks } from '../db/schema/setup-links.ts'
import { AppError } from '../lib/app-error.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { requireMayGive } from './internal/require-may-give.ts'
import { viewUser } from './internal/user-view.ts'
import { newSetupLink, SETUP_LINK_MS } from './new-setup-link.ts'
import { SetupLink, UserRef } from './schemas.ts'

export const renewSetupLink = action({
  name: 'user.setup-link',
  summary: 'Make a new one-time link with which a user sets a password; those before it work no more',
  rest: { method: 'post', path: '/users/{user}/setup-link', status: 201 },
  allow: 'user:write',
  input: UserRef,
  output: SetupLink,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      const user = await findUser(tx.q, input.user, { lock: true })
      if (user.disabledAt) {
        throw new AppError('CONFLICT', `${user.email} is disabled, so a link would let nobody in`, {
          hint: `let them in first: fairlead user enable ${user.email}`,
        })
      }
      // Who opens the link acts as this user from then on.
      const roles = await tx.q
        .select({ role: roleBindings.role })
        .from(roleBindings)
        .where(eq(roleBindings.userId, user.id))
      requireMayGive(
        ctx,
        roles.map(({ role }) => role),
      )
      await tx.q.delete(setupLinks).where(and(eq(setupLinks.userId, user.id), isNull(setupLinks.usedAt)))
      const now = ctx.app.clock.now()
      const link = await newSetupLink(tx, user, ctx.app.publicUrl, now)
      await recordAudit(tx, ctx, 'user.setup-link', { kind: 'user', id: user.id, name: user.email })
      await tx.changed('user', user.id)
      return {
        user: await viewUser(tx.q, user),
        link,
        expiresAt: new Date(now + SETUP_LINK_MS).toISOString(),
      }
    }),
})
