// Domain: clusters
import { foreignKey, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytea, createdAt, id, organizationId, time } from './columns.ts'
import { clusters } from './clusters.ts'

/** Single-use permission to enrol one agent for one cluster. Only the hash is kept: the token is 256 random bits. */
export const joinTokens = pgTable(
  'join_tokens',
  {
    id: id(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    secretSha256: bytea('secret_sha256').notNull(),
    expiresAt: time('expires_at').notNull(),
    usedAt: time('used_at'),
    usedByThumbprint: text('used_by_thumbprint'),
    revokedAt: time('revoked_at'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    unique('join_tokens_secret_unique').on(t.secretSha256),
  ],
)
