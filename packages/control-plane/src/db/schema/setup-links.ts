// Domain: identity
import { foreignKey, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, organizationId, time } from './columns.ts'
import { users } from './users.ts'

/** One-time links by which a user sets a password and signs in. */
export const setupLinks = pgTable(
  'setup_links',
  {
    id: id(),
    organizationId: organizationId(),
    userId: uuid('user_id').notNull(),
    secretSha256: bytea('secret_sha256').notNull(),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.userId],
      foreignColumns: [users.organizationId, users.id],
    }).onDelete('cascade'),
    unique('setup_links_secret_unique').on(t.secretSha256),
  ],
)
