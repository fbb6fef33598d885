import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { endAccess } from './internal/end-access.ts'
import { findUser } from './internal/find-user.ts'
import { holdPeople } from './internal/hold-people.ts'
import { viewUser } from './internal/user-view.ts'
import { EndedAccess, SignOutUser } from './schemas.ts'

export const signOutUser = action({
  name: 'user.sign-out',
  summary: 'Sign a user out of every browser, and end their tokens too if asked; they may sign in again',
  rest: { method: 'post', path: '/users/{user}/sign-out' },
  allow: 'user:write',
  input: SignOutUser,
  output: EndedAccess,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      await holdPeople(ctx, tx.q)
      const user = await findUser(tx.q, input.user, { lock: true })
      const ended = await endAccess(tx, user.id, { sessions: true, tokens: input.tokens })
      await recordAudit(tx, ctx, 'user.sign-out', { kind: 'user', id: user.id, name: user.email }, ended)
      await tx.changed('user', user.id)
      return { user: await viewUser(tx.q, user), ...ended }
    }),
})
