// Domain: views
import { sql } from 'drizzle-orm'
import { foreignKey, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId, time } from './columns.ts'
import { projects } from './projects.ts'
import { users } from './users.ts'

/** Filters, order and columns of a list under a name: of one person, of a project, or of the whole organization. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: id(),
    organizationId: organizationId(),
    ownerId: uuid('owner_id').notNull(),
    page: text('page').$type<'workloads' | 'audit'>().notNull(),
    name: text('name').notNull(),
    scope: text('scope').$type<'personal' | 'project' | 'organization'>().notNull(),
    /** Set when `scope` is `project`. */
    projectId: uuid('project_id'),
    /** The state of the page, as its address has it. */
    search: jsonb('search').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    updatedAt: time('updated_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({ columns: [t.organizationId, t.ownerId], foreignColumns: [users.organizationId, users.id] }).onDelete(
      'cascade',
    ),
    foreignKey({
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete('cascade'),
    unique('saved_views_tenant_id_unique').on(t.organizationId, t.id),
    index('saved_views_page_idx').on(t.organizationId, t.page),
  ],
)
