// Domain: usage
import { pgTable, smallint } from 'drizzle-orm/pg-core'
import { time } from './columns.ts'

/** Which hours of `usage_hours` were written, and how often: reports and samples arrive late when an agent was away. */
export const usageRollups = pgTable('usage_rollups', {
  hour: time('hour').primaryKey(),
  passes: smallint('passes').notNull(),
})
