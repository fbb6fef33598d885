import { and, eq, isNull, sql } from 'drizzle-orm'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { z } from 'zod'
import { openAction } from '../app/action.ts'
import { recordAudit } from '../audit/record.ts'
import { users } from '../db/schema/users.ts'
import { inSystem } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { openSession } from './internal/open-session.ts'
import { passwordMatches } from './internal/password.ts'
import { SignIn } from './schemas.ts'

/** Guesses for one account from one address, and for one account from anywhere. */
const perPair = new RateLimiterMemory({ points: 10, duration: 60 })
const perAccount = new RateLimiterMemory({ points: 50, duration: 600 })

export const signIn = openAction({
  name: 'session.create',
  summary: 'Sign a browser in with email and password',
  rest: { method: 'post', path: '/sessions', status: 201 },
  allow: 'anyone',
  input: SignIn,
  output: z.object({ ok: z.literal(true) }),
  run: async (ctx, input) => {
    await Promise.all([perPair.consume(`${ctx.ip} ${input.email}`), perAccount.consume(input.email)]).catch(() => {
      throw new AppError('RATE_LIMITED', 'too many attempts to sign in', { hint: 'wait a minute and try again' })
    })
    // Across organizations: an email belongs to one user, and says which organization it is.
    const [user] = await ctx.app.database.system.db.select().from(users).where(eq(users.email, input.email))
    const matches = await passwordMatches(user?.disabledAt ? null : user?.passwordHash, input.password)
    if (!user || !matches || user.passwordHash === null) throw wrong()
    const { passwordHash } = user
    await inSystem(ctx.app, async (tx) => {
      // Whoever was disabled, removed or given another password meanwhile does not get in by the one that was checked.
      const still = await tx.q
        .update(users)
        .set({ lastSignInAt: sql`now()` })
        .where(and(eq(users.id, user.id), isNull(users.disabledAt), eq(users.passwordHash, passwordHash)))
        .returning({ id: users.id })
      if (still.length === 0) throw wrong()
      const id = await openSession(ctx, tx, user)
      const actor = { kind: 'user', id: user.id, name: user.email } as const
      await recordAudit(tx, { ...ctx, organizationId: user.organizationId, actor }, 'session.create', {
        kind: 'session',
        id,
        name: user.email,
      })
    })
    return { ok: true as const }
  },
})

function wrong(): AppError {
  return new AppError('UNAUTHENTICATED', 'email or password is wrong', {
    hint: 'an admin can make you a new set-up link',
  })
}
