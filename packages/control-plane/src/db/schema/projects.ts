// Domain: projects
import { foreignKey, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { LabelRule } from '@fairlead/scheduler'
import { createdAt, id, organizationId, time } from './columns.ts'
import { departments } from './departments.ts'

/** A leaf of the quota tree. Global: it spans clusters and maps to one namespace in each. */
export const projects = pgTable(
  'projects',
  {
    id: id(),
    organizationId: organizationId(),
    departmentId: uuid('department_id').notNull(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    namespace: text('namespace').notNull(),
    /** A run whose cluster has been silent for this long is given up. */
    lostAfterSeconds: integer('lost_after_seconds').notNull().default(1800),
    /** On labels of clusters: where its work may be, whatever a workload says. */
    clusterRules: jsonb('cluster_rules').$type<LabelRule[]>().notNull().default([]),
    createdAt: createdAt(),
    archivedAt: time('archived_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.departmentId],
      foreignColumns: [departments.organizationId, departments.id],
    }),
    unique('projects_tenant_id_unique').on(t.organizationId, t.id),
    unique('projects_name_unique').on(t.organizationId, t.name),
    unique('projects_namespace_unique').on(t.organizationId, t.namespace),
  ],
)
