import { and, eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { apiTokens } from '../db/schema/api-tokens.ts'
import { AppError, notFound } from '../lib/app-error.ts'
import { newId, newSecret, sha256 } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { requireLive } from './internal/require-live.ts'
import { tokenView } from './internal/token-view.ts'
import { PERMISSIONS } from './permissions.ts'
import { CreatedToken, RotateToken } from './schemas.ts'

const HOUR_MS = 3_600_000

export const rotateToken = action({
  name: 'token.rotate',
  summary: 'Make a new token in place of one; the old one works on for a while, so that nothing stops',
  rest: { method: 'post', path: '/tokens/{tokenId}/rotate', status: 201 },
  allow: 'signed-in',
  input: RotateToken,
  output: CreatedToken,
  run: (ctx, { tokenId, overlapHours, expiresInDays }) =>
    transaction(ctx, async (tx) => {
      await requireLive(tx.q, ctx)
      const now = ctx.app.clock.now()
      const [old] = await tx.q
        .select()
        .from(apiTokens)
        .where(and(eq(apiTokens.id, tokenId), eq(apiTokens.userId, ctx.actor.id)))
        .for('update')
      if (!old) throw notFound('token', tokenId)
      if (old.revokedAt !== null || old.expiresAt.getTime() <= now || old.replacedBy !== null) {
        throw new AppError('CONFLICT', `the token "${old.name}" has ended or was replaced already`, {
          hint: 'make a new one',
        })
      }
      // A token that was cut down cannot give itself what another one has, nor leave its networks.
      if (ctx.credential.via === 'token' && ctx.credential.id !== tokenId) {
        const lacking = PERMISSIONS.filter((p) => (old.permissions?.includes(p) ?? true) && !ctx.access.canSomewhere(p))
        if (lacking.length > 0 || old.permissions === null) {
          throw new AppError('FORBIDDEN', 'a token takes the place of itself or of one that may no more than it', {
            hint: 'sign in to replace this one',
          })
        }
      }
      const lifeMs = old.expiresAt.getTime() - old.createdAt.getTime()
      const secret = newSecret('flt')
      const [row] = await tx.q
        .insert(apiTokens)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          userId: ctx.actor.id,
          name: old.name,
          prefix: secret.slice(0, 10),
          secretSha256: sha256(secret),
          permissions: old.permissions,
          allowedCidrs: old.allowedCidrs,
          expiresAt: new Date(now + (expiresInDays === undefined ? lifeMs : expiresInDays * 24 * HOUR_MS)),
        })
        .returning()
      const token = must(row, 'an insert answers its row')
      const until = new Date(Math.min(old.expiresAt.getTime(), now + overlapHours * HOUR_MS))
      await tx.q.update(apiTokens).set({ expiresAt: until, replacedBy: token.id }).where(eq(apiTokens.id, tokenId))
      if (overlapHours === 0) tx.wakeCredentials()
      await recordAudit(
        tx,
        ctx,
        'token.rotate',
        { kind: 'token', id: old.id, name: old.name },
        {
          replacedBy: token.id,
          worksUntil: until.toISOString(),
        },
      )
      return { token: secret, info: tokenView(token) }
    }),
})
