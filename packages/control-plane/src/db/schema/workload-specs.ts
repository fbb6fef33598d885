// Domain: workloads
import { sql } from 'drizzle-orm'
import { foreignKey, index, jsonb, pgTable, uuid } from 'drizzle-orm/pg-core'
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
    /** The workload that it was made from. It may be gone. */
    clonedFrom: uuid('cloned_from'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.workloadId],
      foreignColumns: [workloads.organizationId, workloads.id],
    }).onDelete('cascade'),
    index('workload_specs_cloned_from_idx')
      .on(t.clonedFrom)
      .where(sql`cloned_from is not null`),
  ],
)
