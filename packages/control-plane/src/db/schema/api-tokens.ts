// Domain: identity
import { foreignKey, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, organizationId, time } from './columns.ts'
import { users } from './users.ts'

/** Personal tokens for the CLI and programs. Shown once; only the hash is kept. */
export const apiTokens = pgTable(
  'api_tokens',
  {
    id: id(),
    organizationId: organizationId(),
    userId: uuid('user_id').notNull(),
    name: text('name').notNull(),
    /** First characters, to recognise it by. */
    prefix: text('prefix').notNull(),
    secretSha256: bytea('secret_sha256').notNull(),
    /** Null: everything that its user may do. */
    permissions: jsonb('permissions').$type<string[]>(),
    createdAt: createdAt(),
    expiresAt: time('expires_at').notNull(),
    revokedAt: time('revoked_at'),
    lastUsedAt: time('last_used_at'),
    /** The address that it was last used from. */
    lastUsedIp: text('last_used_ip'),
    /** Networks that it may be used from; null: any. */
    allowedCidrs: jsonb('allowed_cidrs').$type<string[]>(),
    /** The token that took its place: until its own end both work. */
    replacedBy: uuid('replaced_by'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.userId],
      foreignColumns: [users.organizationId, users.id],
    }).onDelete('cascade'),
    unique('api_tokens_secret_unique').on(t.secretSha256),
  ],
)
