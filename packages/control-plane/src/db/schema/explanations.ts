// Domain: scheduling
import { sql } from 'drizzle-orm'
import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { Explanation } from '@fairlead/scheduler'
import { counter, organizationId, time } from './columns.ts'

/** Why the work of one class waits, as of the last round that found it waiting. */
export const explanations = pgTable(
  'explanations',
  {
    organizationId: organizationId(),
    classKey: text('class_key').notNull(),
    roundId: counter('round_id').notNull(),
    at: time('at')
      .notNull()
      .default(sql`now()`),
    explanation: jsonb('explanation').$type<Explanation>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.organizationId, t.classKey] })],
)
