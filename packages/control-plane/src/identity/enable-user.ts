import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { users } from '../db/schema/users.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { viewUser } from './internal/user-view.ts'
import { User, UserRef } from './schemas.ts'

export const enableUser = action({
  name: 'user.enable',
  summary: 'Let a disabled user in again, with their roles and password; sessions and tokens stay ended',
  rest: { method: 'post', path: '/users/{user}/enable' },
  allow: 'user:write',
  input: UserRef,
  output: User,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      const user = await findUser(tx.q, input.user, { lock: true })
      if (!user.disabledAt) throw new AppError('CONFLICT', `${user.email} is not disabled`)
      const [row] = await tx.q.update(users).set({ disabledAt: null }).where(eq(users.id, user.id)).returning()
      await recordAudit(tx, ctx, 'user.enable', { kind: 'user', id: user.id, name: user.email })
      await tx.changed('user', user.id)
      return await viewUser(tx.q, must(row, 'a locked user is there'))
    }),
})
