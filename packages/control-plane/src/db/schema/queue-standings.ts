// Domain: quotas
import { sql } from 'drizzle-orm'
import { jsonb, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core'
import type { QueueStanding } from '@fairlead/scheduler'
import { counter, organizationId, time } from './columns.ts'

/** How each queue stood in each pool after the last round that changed it. */
export const queueStandings = pgTable(
  'queue_standings',
  {
    organizationId: organizationId(),
    nodePoolId: uuid('node_pool_id').notNull(),
    queueId: uuid('queue_id').notNull(),
    roundId: counter('round_id').notNull(),
    at: time('at')
      .notNull()
      .default(sql`now()`),
    standing: jsonb('standing').$type<QueueStanding>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.nodePoolId, t.queueId] })],
)
