import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/tx.ts'
import type { RunChange } from './judge-report.ts'

/** Writes any number of changes with two statements. */
export async function saveRunChanges(tx: Tx, changes: readonly RunChange[], bootId: string): Promise<void> {
  if (changes.length === 0) return
  await tx.q.execute(sql`
    update runs set phase = c.phase, reason = c.reason, message = c.message, exit_code = c."exitCode",
           started_at = c."startedAt", finished_at = c."finishedAt", replica_states = c."replicaStates",
           progress = c.progress, figures = c.figures, result = c.result, address = c.address, observed_at = now(), status_boot_id = ${bootId}, status_seq = c.seq
    from jsonb_to_recordset(${JSON.stringify(changes.map((change) => change.run))}::jsonb)
         as c(id uuid, phase text, reason text, message text, "exitCode" int, "startedAt" timestamptz,
              "finishedAt" timestamptz, "replicaStates" jsonb, progress real, figures jsonb, result jsonb,
              address text, seq bigint)
    where runs.id = c.id`)
  const moved = changes.flatMap(({ workloadId, workload, run }) =>
    workload ? [{ id: workloadId, ...workload, startedAt: run.startedAt, finishedAt: run.finishedAt }] : [],
  )
  if (moved.length === 0) return
  await tx.q.execute(sql`
    update workloads set phase = c.phase, reason = c.reason, message = c.message, exit_code = c."exitCode",
           retryable = c.retryable, failures = c.failures, preemptions = c.preemptions, avoid = c.avoid,
           phase_since = case when workloads.phase = c.phase then workloads.phase_since else now() end,
           first_started_at = coalesce(workloads.first_started_at, c."startedAt"),
           finished_at = case when c.phase in ('SUCCEEDED', 'FAILED', 'CANCELLED') then coalesce(c."finishedAt", now()) end
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb)
         as c(id uuid, phase text, reason text, message text, "exitCode" int, retryable boolean, failures int,
              preemptions int, avoid jsonb, "startedAt" timestamptz, "finishedAt" timestamptz)
    where workloads.id = c.id`)
}
