// Domain: sizes
import { foreignKey, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, organizationId, time } from './columns.ts'
import { organizations } from './organizations.ts'
import { sql } from 'drizzle-orm'

/** Sizes that an organization has made or changed. Built-in ones are in the program until then. */
export const sizes = pgTable(
  'sizes',
  {
    id: id(),
    organizationId: organizationId(),
    name: text('name').notNull(),
    requests: jsonb('requests').$type<Record<string, number>>().notNull(),
    limits: jsonb('limits').$type<Record<string, number>>().notNull(),
    updatedAt: time('updated_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    unique('sizes_name_unique').on(t.organizationId, t.name),
  ],
)
