// Domain: audit
import { sql } from 'drizzle-orm'
import { bigserial, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { organizationId, time } from './columns.ts'

/** Who did what, written in the transaction that did it. Append-only: the application's role may not update or delete. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    organizationId: organizationId(),
    at: time('at')
      .notNull()
      .default(sql`now()`),
    actorKind: text('actor_kind').$type<'user' | 'agent' | 'system'>().notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    /** For example `workload.submit`. */
    action: text('action').notNull(),
    objectKind: text('object_kind').notNull(),
    objectId: text('object_id').notNull(),
    objectName: text('object_name').notNull(),
    origin: text('origin').$type<'console' | 'api' | 'agent' | 'system'>().notNull(),
    requestId: text('request_id').notNull(),
    ip: text('ip'),
    /** What changed, without secrets. */
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    index('audit_entries_list_idx').on(t.organizationId, t.id.desc()),
    index('audit_entries_object_idx').on(t.organizationId, t.objectId, t.id.desc()),
    index('audit_entries_request_idx').on(t.organizationId, t.requestId),
  ],
)
