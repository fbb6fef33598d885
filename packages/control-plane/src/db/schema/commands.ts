// Domain: agent-link
import { foreignKey, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { clusters } from './clusters.ts'
import { createdAt, id, organizationId, time } from './columns.ts'

export type CommandState = 'queued' | 'sent' | 'acked' | 'succeeded' | 'failed' | 'declined' | 'expired'

export const commands = pgTable(
  'commands',
  {
    id: id(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    verb: text('verb').notNull(),
    args: jsonb('args').$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<CommandState>().notNull().default('queued'),
    notAfter: time('not_after').notNull(),
    result: jsonb('result').$type<{ message: string; output?: unknown }>(),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    finishedAt: time('finished_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    index('commands_open_idx').on(t.clusterId, t.state),
  ],
)
