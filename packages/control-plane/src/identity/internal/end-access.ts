import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { apiTokens } from '../../db/schema/api-tokens.ts'
import { setupLinks } from '../../db/schema/setup-links.ts'
import { userSessions } from '../../db/schema/user-sessions.ts'
import type { Tx } from '../../db/tx.ts'

/**
 * Ends what somebody gets in with, for good, and has every replica look again: requests are refused and open streams end as soon as the transaction
 * is committed. Answers how many of each worked until then. The caller has locked the user.
 */
export async function endAccess(
  tx: Tx,
  userId: string,
  which: { sessions?: boolean; tokens?: boolean; links?: boolean },
): Promise<{ sessions: number; tokens: number }> {
  const end = async (table: typeof userSessions | typeof apiTokens) =>
    await tx.q
      .update(table)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(table.userId, userId), isNull(table.revokedAt), gt(table.expiresAt, sql`now()`)))
      .returning({ id: table.id })
  const sessions = which.sessions ? (await end(userSessions)).length : 0
  const tokens = which.tokens ? (await end(apiTokens)).length : 0
  if (which.links) await tx.q.delete(setupLinks).where(and(eq(setupLinks.userId, userId), isNull(setupLinks.usedAt)))
  tx.wakeCredentials()
  return { sessions, tokens }
}
