// Domain: upgrades
import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { clusters } from './clusters.ts'
import { createdAt, id, organizationId, time } from './columns.ts'

/**
 * `approved`: waits for the cluster's window and for its agent. `ordered`: the agent was told. `running`: it has taken the order. `lost`: nothing was
 * heard of how it ended; a late word still counts. The rest is final.
 */
export const UPGRADE_STATES = [
  'approved',
  'ordered',
  'running',
  'succeeded',
  'failed',
  'declined',
  'cancelled',
  'lost',
] as const
export type UpgradeState = (typeof UPGRADE_STATES)[number]

/** One attempt to bring the agent of one cluster to another release. */
export const agentUpgrades = pgTable(
  'agent_upgrades',
  {
    id: id(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    state: text('state').$type<UpgradeState>().notNull().default('approved'),
    fromVersion: text('from_version').notNull(),
    toVersion: text('to_version').notNull(),
    digest: text('digest').notNull(),
    /** Does not wait for the cluster's window. */
    isNow: boolean('is_now').notNull().default(false),
    /** Null: by the cluster's mode. */
    approvedBy: text('approved_by'),
    message: text('message').notNull().default(''),
    commandId: uuid('command_id'),
    orderedAt: time('ordered_at'),
    finishedAt: time('finished_at'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    index('agent_upgrades_cluster_idx').on(t.clusterId, t.createdAt),
    uniqueIndex('agent_upgrades_open_idx')
      .on(t.clusterId)
      .where(sql`state in ('approved', 'ordered', 'running')`),
  ],
)
