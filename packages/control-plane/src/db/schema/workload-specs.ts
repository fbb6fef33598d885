// Domain: workloads
import { foreignKey, jsonb, pgTable, uuid } from 'drizzle-orm/pg-core'
import { organizationId } from './columns.ts'
import { workloads } from './workloads.ts'
import type { StoredSpec } from '../../workloads/stored-spec.ts'

/** What a workload runs, written once. Apart from the hot row so that a change of phase does not rewrite it. */
export const workloadSpecs = pgTable(
  'workload_specs',
  {
    workloadId: uuid('workload_id').primaryKey(),
    organizationId: organizationId(),
    spec: jsonb('spec').$type<StoredSpec>().notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.workloadId],
      foreignColumns: [workloads.organizationId, workloads.id],
    }).onDelete('cascade'),
  ],
)
