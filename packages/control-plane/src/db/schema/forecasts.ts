// Domain: forecasts
import { boolean, foreignKey, index, integer, pgTable, uuid } from 'drizzle-orm/pg-core'
import { organizationId, time } from './columns.ts'
import { workloads } from './workloads.ts'

/**
 * When waiting work will start, as of the newest forecast; and the first forecast of each, which is held against what happened. A time that is
 * null lies beyond the horizon that was looked at.
 */
export const forecasts = pgTable(
  'forecasts',
  {
    organizationId: organizationId(),
    workloadId: uuid('workload_id').primaryKey(),
    nodePoolId: uuid('node_pool_id').notNull(),
    madeAt: time('made_at').notNull(),
    p50: time('p50'),
    p90: time('p90'),
    /** How many courses of events were drawn. */
    samples: integer('samples').notNull(),
    firstMadeAt: time('first_made_at').notNull(),
    /** What the first forecast said, and what it would have said without calibration. */
    firstP50: time('first_p50'),
    firstP90: time('first_p90'),
    rawP50: time('raw_p50'),
    rawP90: time('raw_p90'),
    startedAt: time('started_at'),
    heldP50: boolean('held_p50'),
    heldP90: boolean('held_p90'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.workloadId],
      foreignColumns: [workloads.organizationId, workloads.id],
    }).onDelete('cascade'),
    index('forecasts_settled_idx').on(t.nodePoolId, t.startedAt),
  ],
)
