// Domain: organizations
import { pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, time } from './columns.ts'

/** A tenant. Every other tenant table carries its id, and row-level security compares it. */
export const organizations = pgTable(
  'organizations',
  {
    id: id(),
    name: text('name').notNull(),
    displayName: text('display_name').notNull(),
    createdAt: createdAt(),
    suspendedAt: time('suspended_at'),
  },
  (t) => [unique('organizations_name_unique').on(t.name)],
)
