// Domain: scheduling
import { pgTable, text } from 'drizzle-orm/pg-core'
import { counter, time } from './columns.ts'

/** Who leads. Each change of hands raises `epoch`, and every write of a leader checks it: a leader that slept too long writes nothing. */
export const leases = pgTable('leases', {
  name: text('name').primaryKey(),
  holder: text('holder').notNull(),
  /** Where the other replicas reach the holder. */
  holderUrl: text('holder_url').notNull().default(''),
  epoch: counter('epoch').notNull(),
  expiresAt: time('expires_at').notNull(),
  /** When its holder last looked at the whole queue, whether it decided anything or not. */
  plannedAt: time('planned_at'),
})
