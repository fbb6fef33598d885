import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import { joinTokens } from '../../db/schema/join-tokens.ts'
import type { Tx } from '../../db/tx.ts'
import { AppError } from '../../lib/app-error.ts'
import { newId, newSecret, sha256 } from '../../lib/ids.ts'

const DEFAULT_SECONDS = 15 * 60
const SECONDS_MAX = 24 * 3600

/** A fresh single-use token for one cluster; unused older ones end, so that one good token exists at a time. */
export async function newJoinToken(
  ctx: Context,
  tx: Tx,
  clusterId: string,
  ttlSeconds: number | undefined,
): Promise<{ token: string; expiresAt: string }> {
  const seconds = ttlSeconds ?? DEFAULT_SECONDS
  if (seconds < 1 || seconds > SECONDS_MAX) {
    throw new AppError('VALIDATION', 'a join token is good for 1 second to 24 hours', {
      issues: [{ path: 'tokenTtl', message: 'between 1 second and 24 hours' }],
    })
  }
  await tx.q
    .update(joinTokens)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(joinTokens.clusterId, clusterId), isNull(joinTokens.usedAt), isNull(joinTokens.revokedAt)))
  const token = newSecret('flj')
  const expiresAt = new Date(ctx.app.clock.now() + seconds * 1000)
  await tx.q.insert(joinTokens).values({
    id: newId(),
    organizationId: ctx.organizationId,
    clusterId,
    secretSha256: sha256(token),
    expiresAt,
    createdBy: ctx.actor.id,
  })
  return { token, expiresAt: expiresAt.toISOString() }
}
