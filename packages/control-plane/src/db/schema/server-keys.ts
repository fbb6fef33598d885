// Domain: db
import { pgTable, text } from 'drizzle-orm/pg-core'
import { bytea, createdAt } from './columns.ts'

/** Keys that all replicas share: for nonces of agents and for calls between replicas. Made at the first start. */
export const serverKeys = pgTable('server_keys', {
  name: text('name').primaryKey(),
  secret: bytea('secret').notNull(),
  createdAt: createdAt(),
})
