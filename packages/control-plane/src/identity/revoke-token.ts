import { and, eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { notFound } from '../lib/app-error.ts'
import { tokenView } from './internal/token-view.ts'
import { Token, TokenId } from './schemas.ts'

export const revokeToken = action({
  name: 'token.revoke',
  summary: 'End a personal token; it stops working within five seconds',
  rest: { method: 'delete', path: '/tokens/{tokenId}' },
  allow: 'signed-in',
  input: TokenId,
  output: Token,
  run: (ctx, { tokenId }) =>
    transaction(ctx, async (tx) => {
      const [row] = await tx.q
        .update(apiTokens)
        .set({ revokedAt: sql`coalesce(revoked_at, now())` })
        .where(and(eq(apiTokens.id, tokenId), eq(apiTokens.userId, ctx.actor.id)))
        .returning()
      if (!row) throw notFound('token', tokenId)
      tx.wakeCredentials()
      await recordAudit(tx, ctx, 'token.revoke', { kind: 'token', id: row.id, name: row.name })
      return tokenView(row)
    }),
})
