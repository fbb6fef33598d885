// Domain: workloads
import { bigserial, foreignKey, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { organizationId, time } from './columns.ts'
import { workloads } from './workloads.ts'
import { sql } from 'drizzle-orm'

/** The timeline of a workload: every transition, with its cause and the round that decided it. Append-only. */
export const workloadEvents = pgTable(
  'workload_events',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    organizationId: organizationId(),
    workloadId: uuid('workload_id').notNull(),
    runId: uuid('run_id'),
    at: time('at')
      .notNull()
      .default(sql`now()`),
    phase: text('phase').notNull(),
    reason: text('reason'),
    message: text('message').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.workloadId],
      foreignColumns: [workloads.organizationId, workloads.id],
    }).onDelete('cascade'),
    index('workload_events_workload_idx').on(t.workloadId, t.id),
    /** Decisions of rounds, for the newest of them. */
    index('workload_events_decisions_idx')
      .on(t.organizationId, t.id)
      .where(sql`data ? 'round'`),
  ],
)
