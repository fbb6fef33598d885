// Domain: agent-link
import { foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { clusters } from './clusters.ts'
import { counter, organizationId, time } from './columns.ts'

/** What each cluster should run. `rev` is the cluster's revision at the last change; a deleted row is a tombstone. */
export const desired = pgTable(
  'desired',
  {
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    generation: counter('generation').notNull(),
    rev: counter('rev').notNull(),
    body: jsonb('body').$type<Record<string, unknown>>().notNull(),
    deletedAt: time('deleted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.clusterId, t.kind, t.key] }),
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    index('desired_rev_idx').on(t.clusterId, t.rev),
  ],
)
