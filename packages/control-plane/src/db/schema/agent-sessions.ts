// Domain: agent-link
import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { clusters } from './clusters.ts'
import { counter, id, organizationId, time } from './columns.ts'

export interface SessionHealth {
  loopAgeMs: number
  observeAgeMs?: number
  queueDepth: number
}

/** Open connections of agents. A cluster is online while at least one unexpired row exists; the highest epoch has authority. */
export const agentSessions = pgTable(
  'agent_sessions',
  {
    id: id(),
    organizationId: organizationId(),
    clusterId: uuid('cluster_id').notNull(),
    epoch: counter('epoch').notNull(),
    replicaId: uuid('replica_id').notNull(),
    /** Where the other replicas reach the one that holds the socket. */
    replicaUrl: text('replica_url').notNull(),
    bootId: text('boot_id').notNull(),
    popJti: text('pop_jti').notNull(),
    thumbprint: text('thumbprint').notNull(),
    sentRev: counter('sent_rev').notNull().default(0),
    appliedRev: counter('applied_rev').notNull().default(0),
    leaseUntil: time('lease_until').notNull(),
    health: jsonb('health').$type<SessionHealth>(),
    missedHeartbeats: integer('missed_heartbeats').notNull().default(0),
    connectedAt: time('connected_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }).onDelete('cascade'),
    unique('agent_sessions_jti_unique').on(t.thumbprint, t.popJti),
    index('agent_sessions_cluster_idx').on(t.clusterId, t.epoch),
    index('agent_sessions_replica_idx').on(t.replicaId),
  ],
)
