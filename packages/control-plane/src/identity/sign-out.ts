import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { userSessions } from '../db/schema/user-sessions.ts'
import { setSessionCookie } from './session-cookie.ts'

export const signOut = action({
  name: 'session.end',
  summary: 'Sign this browser out',
  rest: { method: 'delete', path: '/sessions/current' },
  allow: 'signed-in',
  input: z.strictObject({}),
  output: z.object({ ok: z.literal(true) }),
  run: async (ctx) => {
    await transaction(ctx, async (tx) => {
      await tx.q
        .update(userSessions)
        .set({ revokedAt: sql`now()` })
        .where(eq(userSessions.id, ctx.credential.id))
      tx.wakeCredentials()
      await recordAudit(tx, ctx, 'session.end', { kind: 'session', id: ctx.credential.id, name: ctx.actor.name })
    })
    setSessionCookie(ctx, '', 0)
    return { ok: true as const }
  },
})
