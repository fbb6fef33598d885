// Domain: db
import { sql } from 'drizzle-orm'
import { bigserial, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { time, xid8 } from './columns.ts'

export const CHANGE_TOPICS = [
  'organization',
  'department',
  'project',
  'node-pool',
  'quota',
  'size',
  'template',
  'connection',
  'cluster',
  'node',
  'workload',
  'run',
  'queue',
  'price',
  'user',
  'view',
  'audit',
] as const
export type ChangeTopic = (typeof CHANGE_TOPICS)[number]

/**
 * News of what changed, written in the transaction that changed it. Readers follow (xid, id) and stop below the oldest transaction in
 * progress, so that a late commit is never skipped. Rows are dropped after an hour; a reader that slept longer loads everything.
 */
export const changes = pgTable(
  'changes',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    xid: xid8('xid')
      .notNull()
      .default(sql`pg_current_xact_id()`),
    organizationId: uuid('organization_id').notNull(),
    topic: text('topic').$type<ChangeTopic>().notNull(),
    entityId: text('entity_id').notNull(),
    /** Who wrote it, so that a reader can skip its own news. */
    origin: text('origin'),
    at: time('at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [index('changes_feed_idx').on(t.xid, t.id)],
)
