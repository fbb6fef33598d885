import type { z } from 'zod'
import type { apiTokens } from '../../db/schema/api-tokens.ts'
import type { Token } from '../schemas.ts'

/** A token as the API answers it. */
export function tokenView(row: typeof apiTokens.$inferSelect): z.infer<typeof Token> {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    permissions: row.permissions,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: row.lastUsedIp,
    allowedCidrs: row.allowedCidrs,
    replacedBy: row.replacedBy,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  }
}
