// Domain: metrics
import { integer, pgTable, primaryKey, real } from 'drizzle-orm/pg-core'
import { counter, organizationId, time } from './columns.ts'

/**
 * Points of one series in one hour, as two arrays of equal length: the offset into the hour in seconds, and the value. One row for
 * each series and hour keeps a month of graphs small. Partitioned by day, so that retention is a DROP.
 */
export const metricPoints = pgTable(
  'metric_points',
  {
    organizationId: organizationId(),
    seriesId: counter('series_id').notNull(),
    hour: time('hour').notNull(),
    offsets: integer('offsets').array().notNull(),
    values: real('values').array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.seriesId, t.hour] })],
)
