// Domain: workloads
import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, integer, jsonb, pgTable, smallint, text, unique, uuid } from 'drizzle-orm/pg-core'
import { id, organizationId, time } from './columns.ts'
import { nodePools } from './node-pools.ts'
import { projects } from './projects.ts'

export const WORKLOAD_PHASES = [
  'QUEUED',
  'ASSIGNED',
  'STARTING',
  'RUNNING',
  'SUSPENDED',
  'CANCELLING',
  'SUCCEEDED',
  'FAILED',
  'CANCELLED',
] as const
export type WorkloadPhase = (typeof WORKLOAD_PHASES)[number]

/** The hot row of a workload: narrow, because every round and every report rewrites it. What it runs is in `workload_specs`. */
export const workloads = pgTable(
  'workloads',
  {
    id: id(),
    organizationId: organizationId(),
    projectId: uuid('project_id').notNull(),
    nodePoolId: uuid('node_pool_id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    phase: text('phase').$type<WorkloadPhase>().notNull().default('QUEUED'),
    phaseSince: time('phase_since')
      .notNull()
      .default(sql`now()`),
    /** Why it is in this phase; while QUEUED the explanation of its class says more. */
    reason: text('reason'),
    message: text('message'),
    /** What its owner wants: a later order never weakens an earlier one from `cancelled`. */
    intent: text('intent').$type<'run' | 'suspend' | 'cancel'>().notNull().default('run'),
    labels: jsonb('labels').$type<Record<string, string>>().notNull().default({}),
    priority: smallint('priority').notNull(),
    preemptible: boolean('preemptible').notNull(),
    replicas: integer('replicas').notNull(),
    requests: jsonb('requests').$type<Record<string, number>>().notNull(),
    classKey: text('class_key').notNull(),
    submittedAt: time('submitted_at')
      .notNull()
      .default(sql`now()`),
    /** Its place among equals: earlier goes first. The time of submission, until somebody moves it. */
    queuedAt: time('queued_at')
      .notNull()
      .default(sql`now()`),
    createdBy: text('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
    /** Fences runs: grows with each assignment. */
    generation: integer('generation').notNull().default(0),
    currentRunId: uuid('current_run_id'),
    /** Runs that ended in a way that counts against the retry limit. */
    failures: integer('failures').notNull().default(0),
    preemptions: integer('preemptions').notNull().default(0),
    firstStartedAt: time('first_started_at'),
    finishedAt: time('finished_at'),
    exitCode: integer('exit_code'),
    retryable: boolean('retryable'),
    /** Clusters not to be tried before the time given. */
    avoid: jsonb('avoid').$type<{ clusterId: string; until: string }[]>().notNull().default([]),
    /** Room that is held for it. */
    nomination: jsonb('nomination').$type<{ clusterId: string; nodeIds: string[]; poolId?: string }>(),
    idempotencyKey: text('idempotency_key').notNull(),
    /** Hash of the request under that key: the same key with another request is a mistake. */
    requestSha256: text('request_sha256').notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.projectId],
      foreignColumns: [projects.organizationId, projects.id],
    }),
    foreignKey({
      columns: [t.organizationId, t.nodePoolId],
      foreignColumns: [nodePools.organizationId, nodePools.id],
    }),
    unique('workloads_tenant_id_unique').on(t.organizationId, t.id),
    unique('workloads_idempotency_unique').on(t.organizationId, t.idempotencyKey),
    index('workloads_list_idx').on(t.organizationId, t.id.desc()),
    index('workloads_project_idx').on(t.projectId, t.id.desc()),
    index('workloads_live_idx')
      .on(t.phase, t.id)
      .where(sql`phase in ('QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING')`),
    /** The line of each queue, in the order of the scheduler. */
    index('workloads_line_idx')
      .on(t.projectId, t.nodePoolId, t.priority.desc().nullsFirst(), t.queuedAt, t.id)
      .where(sql`phase = 'QUEUED'`),
    index('workloads_name_idx').on(t.organizationId, t.name),
  ],
)
