// Domain: identity
import { foreignKey, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, organizationId, time } from './columns.ts'
import { users } from './users.ts'

/** Signed-in browsers. The cookie holds 256 random bits; only their hash is here. */
export const userSessions = pgTable(
  'user_sessions',
  {
    id: id(),
    organizationId: organizationId(),
    userId: uuid('user_id').notNull(),
    secretSha256: bytea('secret_sha256').notNull(),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
    revokedAt: time('revoked_at'),
    userAgent: text('user_agent').notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.userId],
      foreignColumns: [users.organizationId, users.id],
    }).onDelete('cascade'),
    unique('user_sessions_secret_unique').on(t.secretSha256),
  ],
)
