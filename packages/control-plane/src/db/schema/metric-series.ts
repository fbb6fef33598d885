// Domain: metrics
import { bigserial, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { organizationId } from './columns.ts'

/** The name of one graph line. */
export const metricSeries = pgTable(
  'metric_series',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    kind: text('kind').$type<'node' | 'run' | 'agent'>().notNull(),
    key: text('key').notNull(),
    metric: text('metric').notNull(),
  },
  (t) => [
    unique('metric_series_unique').on(t.clusterId, t.kind, t.key, t.metric),
    index('metric_series_key_idx').on(t.organizationId, t.kind, t.key),
  ],
)
