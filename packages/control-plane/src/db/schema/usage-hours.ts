// Domain: usage
import { doublePrecision, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { organizationId, time } from './columns.ts'

/**
 * What was held and what of it was used in one hour, by who and where. Amounts are seconds of a whole device, and of a whole core. Written from
 * `runs` and `metric_points` when the hour has ended, so that a year of it stays small and outlives both.
 */
export const usageHours = pgTable(
  'usage_hours',
  {
    organizationId: organizationId(),
    hour: time('hour').notNull(),
    projectId: uuid('project_id').notNull(),
    nodePoolId: uuid('node_pool_id').notNull(),
    clusterId: uuid('cluster_id').notNull(),
    userId: text('user_id').notNull(),
    userName: text('user_name').notNull(),
    /** Held by runs, from their assignment to their end. */
    gpuAllocated: doublePrecision('gpu_allocated').notNull(),
    /** The same by GPU model; null: written by a version that did not tell models apart. */
    gpuByModel: jsonb('gpu_by_model').$type<Record<string, number>>(),
    /** That part of what was held of which usage is known. */
    gpuMeasured: doublePrecision('gpu_measured').notNull(),
    gpuUsed: doublePrecision('gpu_used').notNull(),
    /** That part of what was held that its project's quota of that hour did not cover. */
    gpuOverQuota: doublePrecision('gpu_over_quota').notNull(),
    cpuAllocated: doublePrecision('cpu_allocated').notNull(),
    cpuMeasured: doublePrecision('cpu_measured').notNull(),
    cpuUsed: doublePrecision('cpu_used').notNull(),
    cpuOverQuota: doublePrecision('cpu_over_quota').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.hour, t.projectId, t.nodePoolId, t.clusterId, t.userId] }),
    index('usage_hours_project_idx').on(t.projectId, t.hour),
  ],
)
