import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { apiTokens } from '../../db/schema/api-tokens.ts'
import { userSessions } from '../../db/schema/user-sessions.ts'
import { users } from '../../db/schema/users.ts'
import { AppError } from '../../lib/app-error.ts'

/**
 * Throws UNAUTHENTICATED when the caller was disabled, removed or signed out after their request was let in. Whoever does that waits until this
 * transaction has ended, so that nothing made here outlives it unseen.
 */
export async function requireLive(q: DrizzleTx, { actor, credential }: Context): Promise<void> {
  if (credential.via === 'internal') return
  const [user] = await q
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, actor.id), isNull(users.disabledAt)))
    .for('share')
  const table = credential.via === 'token' ? apiTokens : userSessions
  const [live] = await q
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.id, credential.id), isNull(table.revokedAt), gt(table.expiresAt, sql`now()`)))
  if (!user || !live)
    throw new AppError('UNAUTHENTICATED', 'you were signed out a moment ago', { hint: 'sign in again' })
}
