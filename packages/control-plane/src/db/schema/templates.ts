// Domain: templates
import { foreignKey, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { id, organizationId, time } from './columns.ts'
import { organizations } from './organizations.ts'
import { sql } from 'drizzle-orm'

/** Templates that an organization has made or changed. Built-in ones are in the program until then. */
export const templates = pgTable(
  'templates',
  {
    id: id(),
    organizationId: organizationId(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    about: text('about').notNull(),
    /** As its author wrote it: amounts with units, names in place of ids. */
    spec: jsonb('spec').$type<Record<string, unknown>>().notNull(),
    updatedAt: time('updated_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    unique('templates_name_unique').on(t.organizationId, t.name),
  ],
)
