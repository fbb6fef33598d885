import { eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { users } from '../db/schema/users.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { endAccess } from './internal/end-access.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { keepAnAdmin } from './internal/keep-an-admin.ts'
import { refuseSelf } from './internal/refuse-self.ts'
import { viewUser } from './internal/user-view.ts'
import { EndedAccess, UserRef } from './schemas.ts'

export const disableUser = action({
  name: 'user.disable',
  summary: 'Keep a user out: their sessions, tokens and set-up link end at once, and their work goes on',
  rest: { method: 'post', path: '/users/{user}/disable' },
  allow: 'user:write',
  input: UserRef,
  output: EndedAccess,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      const user = await findUser(tx.q, input.user, { lock: true })
      if (user.disabledAt) throw new AppError('CONFLICT', `${user.email} is disabled already`)
      refuseSelf(ctx, user, 'disable')
      await keepAnAdmin(tx.q, user)
      const [row] = await tx.q
        .update(users)
        .set({ disabledAt: sql`now()` })
        .where(eq(users.id, user.id))
        .returning()
      const ended = await endAccess(tx, user.id, { sessions: true, tokens: true, links: true })
      await recordAudit(tx, ctx, 'user.disable', { kind: 'user', id: user.id, name: user.email }, ended)
      await tx.changed('user', user.id)
      return { user: await viewUser(tx.q, must(row, 'a locked user is there')), ...ended }
    }),
})
