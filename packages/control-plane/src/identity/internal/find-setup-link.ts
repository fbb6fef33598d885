import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { organizations } from '../../db/schema/organizations.ts'
import { setupLinks } from '../../db/schema/setup-links.ts'
import { users } from '../../db/schema/users.ts'
import { AppError } from '../../lib/app-error.ts'
import { sha256 } from '../../lib/ids.ts'

/** The user behind an unused link. One answer for every link that is not good, whatever is wrong with it. */
export async function findSetupLink(q: Pick<DrizzleTx, 'select'>, link: string) {
  const [found] = await q
    .select({ linkId: setupLinks.id, user: users, organization: organizations })
    .from(setupLinks)
    .innerJoin(users, eq(users.id, setupLinks.userId))
    .innerJoin(organizations, eq(organizations.id, setupLinks.organizationId))
    .where(
      and(
        eq(setupLinks.secretSha256, sha256(link)),
        isNull(setupLinks.usedAt),
        gt(setupLinks.expiresAt, sql`now()`),
        isNull(users.disabledAt),
      ),
    )
  if (!found) {
    throw new AppError('NOT_FOUND', 'this link was used already, or is too old', {
      hint: 'sign in if you have set a password; otherwise an admin makes a new one: fairlead user setup-link EMAIL',
    })
  }
  return found
}
