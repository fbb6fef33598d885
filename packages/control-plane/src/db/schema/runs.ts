// Domain: runs
import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, real, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { ReplicaStatus, RunPhase } from '@fairlead/protocol'
import { clusters } from './clusters.ts'
import { counter, id, organizationId, time } from './columns.ts'
import { workloads } from './workloads.ts'

/** One attempt of a workload on one cluster. `generation` fences it: reports of another generation change nothing. */
export const runs = pgTable(
  'runs',
  {
    id: id(),
    organizationId: organizationId(),
    workloadId: uuid('workload_id').notNull(),
    projectId: uuid('project_id').notNull(),
    nodePoolId: uuid('node_pool_id').notNull(),
    clusterId: uuid('cluster_id').notNull(),
    generation: integer('generation').notNull(),
    phase: text('phase').$type<RunPhase>().notNull().default('ASSIGNED'),
    reason: text('reason'),
    message: text('message'),
    exitCode: integer('exit_code'),
    /** Names of its nodes, one for each replica, and their ids. */
    nodeNames: jsonb('node_names').$type<string[]>().notNull(),
    nodeIds: jsonb('node_ids').$type<string[]>().notNull(),
    replicas: integer('replicas').notNull(),
    requests: jsonb('requests').$type<Record<string, number>>().notNull(),
    replicaStates: jsonb('replica_states').$type<ReplicaStatus[]>(),
    /** What its command told of itself: 0 to 1, named figures, its result. */
    progress: real('progress'),
    figures: jsonb('figures').$type<Record<string, number>>().notNull().default({}),
    result: jsonb('result').$type<Record<string, unknown>>(),
    /** Where it answers inside its cluster. */
    address: text('address'),
    roundId: counter('round_id'),
    assignedAt: time('assigned_at')
      .notNull()
      .default(sql`now()`),
    startedAt: time('started_at'),
    finishedAt: time('finished_at'),
    stopRequestedAt: time('stop_requested_at'),
    stopReason: text('stop_reason'),
    /** The workload that was given its room. */
    preemptedFor: uuid('preempted_for'),
    observedAt: time('observed_at'),
    statusBootId: text('status_boot_id'),
    statusSeq: counter('status_seq'),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.workloadId],
      foreignColumns: [workloads.organizationId, workloads.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.organizationId, t.clusterId],
      foreignColumns: [clusters.organizationId, clusters.id],
    }),
    unique('runs_generation_unique').on(t.workloadId, t.generation),
    index('runs_live_idx')
      .on(t.clusterId)
      .where(sql`finished_at is null`),
    index('runs_usage_idx').on(t.nodePoolId, t.finishedAt),
    /** Which runs lived in an hour. */
    index('runs_finished_idx').on(t.finishedAt),
  ],
)
