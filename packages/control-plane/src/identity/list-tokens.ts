import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { tokenView } from './internal/token-view.ts'
import { Token } from './schemas.ts'

export const listTokens = action({
  name: 'token.list',
  summary: 'Your personal tokens',
  rest: { method: 'get', path: '/tokens' },
  allow: 'signed-in',
  input: z.strictObject({}),
  output: z.object({ items: z.array(Token) }),
  run: (ctx) =>
    transaction(ctx, async ({ q }) => {
      const rows = await q
        .select()
        .from(apiTokens)
        .where(eq(apiTokens.userId, ctx.actor.id))
        .orderBy(desc(apiTokens.id))
        .limit(1000)
      return { items: rows.map(tokenView) }
    }),
})
