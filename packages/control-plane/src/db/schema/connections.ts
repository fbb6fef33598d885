// Domain: connections
import { boolean, foreignKey, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId, time } from './columns.ts'
import { projects } from './projects.ts'
import { sql } from 'drizzle-orm'

/** Data or a service that workloads of a project may use. The secret is in the clusters; here is its name. */
export const connections = pgTable(
  'connections',
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid('project_id').notNull(),
    name: text('name').notNull(),
    type: text('type').$type<'s3' | 'pvc' | 'uri' | 'git'>().notNull(),
    description: text('description').notNull().default(''),
    settings: jsonb('settings').$type<Record<string, string>>().notNull(),
    secret: text('secret'),
    mountPath: text('mount_path'),
    readOnly: boolean('read_only').notNull(),
    createdAt: createdAt(),
    updatedAt: time('updated_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }).onDelete('cascade'),
    unique('connections_name_unique').on(t.projectId, t.name),
  ],
)
