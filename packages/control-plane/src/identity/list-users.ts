import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { users } from '../db/schema/users.ts'
import { viewUsers } from './internal/user-view.ts'
import { User } from './schemas.ts'

export const listUsers = action({
  name: 'user.list',
  summary: 'Users and their roles',
  rest: { method: 'get', path: '/users' },
  allow: 'user:read',
  input: z.strictObject({}),
  output: z.object({ items: z.array(User) }),
  run: (ctx) =>
    transaction(ctx, async ({ q }) => {
      const rows = await q.select().from(users).orderBy(asc(users.email)).limit(10_000)
      return { items: await viewUsers(q, rows) }
    }),
})
