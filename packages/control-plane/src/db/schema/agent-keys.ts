// Domain: agent-link
import { foreignKey, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId, time } from './columns.ts'
import { clusters } from './clusters.ts'

/** Public keys of agents. One key belongs to one cluster for ever, also after it is revoked. */
export const agentKeys = pgTable(
  'agent_keys',
  {
    id: id(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    thumbprint: text('thumbprint').notNull(),
    jwk: jsonb('jwk').$type<{ kty: 'OKP'; crv: 'Ed25519'; x: string }>().notNull(),
    status: text('status').$type<'active' | 'revoked'>().notNull().default('active'),
    createdAt: createdAt(),
    revokedAt: time('revoked_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    unique('agent_keys_thumbprint_unique').on(t.thumbprint),
  ],
)
