import { and, eq, ne } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { savedViews } from '../db/schema/saved-views.ts'
import { users } from '../db/schema/users.ts'
import { endAccess } from './internal/end-access.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { keepAnAdmin } from './internal/keep-an-admin.ts'
import { refuseSelf } from './internal/refuse-self.ts'
import { viewUser } from './internal/user-view.ts'
import { RemovedUser, UserRef } from './schemas.ts'

export const removeUser = action({
  name: 'user.remove',
  summary: 'Remove a user for good, or withdraw an invitation; their work and the record of what they did stay',
  rest: { method: 'delete', path: '/users/{user}' },
  allow: 'user:write',
  input: UserRef,
  output: RemovedUser,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      const user = await findUser(tx.q, input.user, { lock: true })
      refuseSelf(ctx, user, 'remove')
      await keepAnAdmin(tx.q, user)
      const view = await viewUser(tx.q, user)
      const ended = await endAccess(tx, user.id, { sessions: true, tokens: true, links: true })
      // Views that others use outlive whoever saved them first.
      const views = await tx.q
        .update(savedViews)
        .set({ ownerId: ctx.actor.id })
        .where(and(eq(savedViews.ownerId, user.id), ne(savedViews.scope, 'personal')))
        .returning({ id: savedViews.id })
      // Roles, sessions, tokens, links and views of their own go with the row.
      await tx.q.delete(users).where(eq(users.id, user.id))
      await recordAudit(
        tx,
        ctx,
        'user.remove',
        { kind: 'user', id: user.id, name: user.email },
        { name: user.name, state: view.state, roles: view.roles, ...ended, views: views.length },
      )
      await tx.changed('user', user.id)
      await tx.changed(
        'view',
        views.map(({ id }) => id),
      )
      return { user: view, ...ended, views: views.length }
    }),
})
