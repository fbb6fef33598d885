// Domain: quotas
import { foreignKey, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, organizationId, time } from './columns.ts'
import { nodePools } from './node-pools.ts'
import { sql } from 'drizzle-orm'

/** By resource name. `null` means without bound, never 0. */
export type QuotaResources = Record<
  string,
  {
    deserved: number | null
    limit: number | null
    weight: number
    /** Absent: without bound. */
    borrowLimit?: number | null
    lendLimit?: number | null
  }
>

/** What holds for a resource that a quota does not name; the engine's DEFAULT_QUOTA says the same. */
export const DEFAULT_RESOURCES: QuotaResources = {
  cpu: { deserved: null, limit: null, weight: 1 },
  memory: { deserved: null, limit: null, weight: 1 },
  gpu: { deserved: 0, limit: null, weight: 1 },
}

/** Entitlement of one department or project in one node pool. */
export const quotas = pgTable(
  'quotas',
  {
    id: id(),
    organizationId: organizationId(),
    nodePoolId: uuid('node_pool_id').notNull(),
    queueKind: text('queue_kind').$type<'department' | 'project'>().notNull(),
    queueId: uuid('queue_id').notNull(),
    rank: integer('rank').notNull().default(0),
    resources: jsonb('resources').$type<QuotaResources>().notNull(),
    /** Null: that of the queue above, at the top that of the pool. */
    minRuntimeSeconds: integer('min_runtime_seconds'),
    /** What one user may hold, by resource. */
    userLimits: jsonb('user_limits').$type<Record<string, number>>().notNull().default({}),
    updatedAt: time('updated_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.nodePoolId],
      foreignColumns: [nodePools.organizationId, nodePools.id],
    }).onDelete('cascade'),
    unique('quotas_queue_unique').on(t.organizationId, t.nodePoolId, t.queueId),
  ],
)
