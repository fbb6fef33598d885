import { sql } from 'drizzle-orm'
import { bigint, customType, timestamp, uuid } from 'drizzle-orm/pg-core'

/** Column shapes that more than one table uses. */

export const id = () => uuid('id').primaryKey()
export const organizationId = () => uuid('organization_id').notNull()
export const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
export const createdAt = () =>
  time('created_at')
    .notNull()
    .default(sql`now()`)
/** A counter that JavaScript can hold exactly. */
export const counter = (name: string) => bigint(name, { mode: 'number' })

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })
/** A transaction id as PostgreSQL numbers them for ever; text, because it may exceed what a double holds. */
export const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })
