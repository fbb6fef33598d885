// Domain: clusters
import { boolean, foreignKey, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { clusters } from './clusters.ts'
import { counter, id, organizationId, time } from './columns.ts'
import { sql } from 'drizzle-orm'

export interface NodeTaint {
  key: string
  value: string
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute'
}

/** Nodes as their agent last reported them. */
export const nodes = pgTable(
  'nodes',
  {
    id: id(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    name: text('name').notNull(),
    ready: boolean('ready').notNull(),
    schedulable: boolean('schedulable').notNull(),
    labels: jsonb('labels').$type<Record<string, string>>().notNull(),
    taints: jsonb('taints').$type<NodeTaint[]>().notNull(),
    capacity: jsonb('capacity').$type<Record<string, number>>().notNull(),
    allocatable: jsonb('allocatable').$type<Record<string, number>>().notNull(),
    gpu: jsonb('gpu').$type<{ model: string; count: number; memoryMib: number }>(),
    versions: jsonb('versions').$type<Record<string, string>>().notNull().default({}),
    message: text('message'),
    statusBootId: text('status_boot_id').notNull(),
    statusSeq: counter('status_seq').notNull(),
    observedAt: time('observed_at')
      .notNull()
      .default(sql`now()`),
    goneAt: time('gone_at'),
    /** Somebody holds new work back from it, whatever its cluster says; who, for people. */
    cordonedAt: time('cordoned_at'),
    cordonedBy: text('cordoned_by'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    unique('nodes_name_unique').on(t.clusterId, t.name),
  ],
)
