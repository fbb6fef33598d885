import type { OpenContext } from '../../app/context.ts'
import { userSessions } from '../../db/schema/user-sessions.ts'
import type { Tx } from '../../db/tx.ts'
import { newId, newSecret, sha256 } from '../../lib/ids.ts'
import { setSessionCookie } from '../session-cookie.ts'

/** Signs a browser in: a row in the database, a cookie in the answer. */
export async function openSession(
  ctx: OpenContext,
  tx: Tx,
  user: { id: string; organizationId: string },
): Promise<string> {
  const secret = newSecret('fls')
  const seconds = ctx.app.config.sessionHours * 3600
  const id = newId()
  await tx.q.insert(userSessions).values({
    id,
    organizationId: user.organizationId,
    userId: user.id,
    secretSha256: sha256(secret),
    expiresAt: new Date(ctx.app.clock.now() + seconds * 1000),
    userAgent: ctx.userAgent.slice(0, 300),
  })
  setSessionCookie(ctx, secret, seconds)
  return id
}
