import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { openAction } from '../app/action.ts'
import { recordAudit } from '../audit/record.ts'
import { setupLinks } from '../db/schema/setup-links.ts'
import { users } from '../db/schema/users.ts'
import { inSystem } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { endAccess } from './internal/end-access.ts'
import { findSetupLink } from './internal/find-setup-link.ts'
import { openSession } from './internal/open-session.ts'
import { hashPassword } from './internal/password.ts'
import { RedeemSetupLink } from './schemas.ts'

export const redeemSetupLink = openAction({
  name: 'setup-link.redeem',
  summary: 'Set a password with a one-time link, and sign in',
  rest: { method: 'post', path: '/setup-links/redeem', status: 201 },
  allow: 'anyone',
  input: RedeemSetupLink,
  output: z.object({ ok: z.literal(true) }),
  run: async (ctx, input) => {
    const passwordHash = await hashPassword(input.password)
    await inSystem(ctx.app, async (tx) => {
      const { linkId, user } = await findSetupLink(tx.q, input.link)
      // Whoever disables, removes or signs out this user takes the same lock: the one after sees what the one before did.
      await tx.q.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for('update')
      await findSetupLink(tx.q, input.link)
      // The row lock decides between two browsers with the same link.
      const used = await tx.q
        .update(setupLinks)
        .set({ usedAt: sql`now()` })
        .where(and(eq(setupLinks.id, linkId), isNull(setupLinks.usedAt)))
        .returning({ id: setupLinks.id })
      if (used.length === 0) throw new AppError('CONFLICT', 'this link was used a moment ago')
      // A password that is set anew may be one that somebody else knew: what was opened with it ends.
      if (user.passwordHash !== null) await endAccess(tx, user.id, { sessions: true })
      const email = input.email ?? user.email
      await tx.q
        .update(users)
        .set({ passwordHash, email, name: input.name ?? user.name, lastSignInAt: sql`now()` })
        .where(eq(users.id, user.id))
      await openSession(ctx, tx, user)
      const actor = { kind: 'user', id: user.id, name: email } as const
      const object = { kind: 'user', id: user.id, name: email }
      await recordAudit(tx, { ...ctx, organizationId: user.organizationId, actor }, 'setup-link.redeem', object)
    })
    return { ok: true as const }
  },
})
