// Domain: scheduling
import { sql } from 'drizzle-orm'
import { bigserial, integer, jsonb, pgTable } from 'drizzle-orm/pg-core'
import { counter, time } from './columns.ts'

/** The decision log: one row for each round that decided something. Not a tenant table: it holds counts only. */
export const rounds = pgTable('rounds', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  epoch: counter('epoch').notNull(),
  at: time('at')
    .notNull()
    .default(sql`now()`),
  planMicros: integer('plan_micros').notNull(),
  counts: jsonb('counts').$type<Record<string, number>>().notNull(),
})
