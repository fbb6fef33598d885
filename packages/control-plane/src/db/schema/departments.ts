// Domain: departments
import { foreignKey, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

export const departments = pgTable(
  'departments',
  { id: id(), organizationId: organizationId(), name: text('name').notNull(), createdAt: createdAt() },
  (t) => [
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    unique('departments_tenant_id_unique').on(t.organizationId, t.id),
    unique('departments_name_unique').on(t.organizationId, t.name),
  ],
)
