// Domain: node-pools
import { boolean, foreignKey, integer, jsonb, pgTable, real, text, unique } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId } from './columns.ts'
import { organizations } from './organizations.ts'

/** Nodes chosen by labels across all clusters, or across the clusters named. Each node is in the first pool that matches, by name; else in the default pool. */
export const nodePools = pgTable(
  'node_pools',
  {
    id: id(),
    organizationId: organizationId(),
    name: text('name').notNull(),
    selector: jsonb('selector').$type<Record<string, string>>().notNull(),
    /** Empty: every cluster. */
    clusterIds: jsonb('cluster_ids').$type<string[]>().notNull(),
    strategy: text('strategy').$type<'binpack' | 'spread'>().notNull().default('binpack'),
    minRuntimeSeconds: integer('min_runtime_seconds').notNull().default(0),
    /** Null: shares ignore the past. Otherwise the `k` of time-based fair share. */
    timeBasedK: real('time_based_k'),
    timeBasedWindowSeconds: integer('time_based_window_seconds')
      .notNull()
      .default(7 * 24 * 3600),
    /** Past use counts half after this long; null: all of the window counts alike. */
    timeBasedHalfLifeSeconds: integer('time_based_half_life_seconds'),
    /** Labels of nodes from far to near. */
    topology: jsonb('topology').$type<string[]>().notNull().default([]),
    /** Work that has waited longer goes first; null: never. */
    maxWaitSeconds: integer('max_wait_seconds'),
    /** Runs that may be preempted in an hour; null: any number. */
    preemptionsPerHour: integer('preemptions_per_hour'),
    isDefault: boolean('is_default').notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    unique('node_pools_tenant_id_unique').on(t.organizationId, t.id),
    unique('node_pools_name_unique').on(t.organizationId, t.name),
  ],
)
