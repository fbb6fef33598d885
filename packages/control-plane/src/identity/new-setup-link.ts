import { setupLinks } from '../db/schema/setup-links.ts'
import type { Tx } from '../db/tx.ts'
import { newId, newSecret, sha256 } from '../lib/ids.ts'

/** How long a link is good that nobody gave another time. */
export const SETUP_LINK_MS = 24 * 3600 * 1000

/**
 * A one-time link for a user. The secret stands behind `#`, which browsers do not send: no proxy and no access log
 * sees it.
 */
export async function newSetupLink(
  tx: Tx,
  user: { id: string; organizationId: string },
  publicUrl: string,
  now: number,
  validMs = SETUP_LINK_MS,
): Promise<string> {
  const secret = newSecret('flu')
  await tx.q.insert(setupLinks).values({
    id: newId(),
    organizationId: user.organizationId,
    userId: user.id,
    secretSha256: sha256(secret),
    expiresAt: new Date(now + validMs),
  })
  return `${publicUrl}/setup#${secret}`
}
