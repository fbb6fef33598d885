import type { Preemption } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import { writeStop } from '../../agent-link/write-desired.ts'
import type { Tx } from '../../db/tx.ts'
import { recordEvents } from '../../workloads/record-event.ts'
import { describePreemption } from '../describe-preemption.ts'

export interface PreemptedRun {
  runId: string
  workloadId: string
  clusterId: string
  nodeIds: string[]
  poolId: string
  startedAt: number | null
}

interface Row extends Record<string, unknown> {
  run_id: string
  workload_id: string
  organization_id: string
  cluster_id: string
  node_ids: string[]
  node_pool_id: string
  started_ms: string | null
  phase: string
  for_name: string
  for_project: string
}

/** Orders the victims of a round to stop, each with the sentence that says for whom. A run that has ended or was stopped already is left alone. */
export async function preemptRuns(
  tx: Tx,
  roundId: number,
  preemptions: readonly Preemption[],
): Promise<PreemptedRun[]> {
  if (preemptions.length === 0) return []
  const rows = await tx.q.execute<Row>(sql`
    with p as (
      select * from jsonb_to_recordset(${JSON.stringify(preemptions)}::jsonb) as p("runId" uuid, "forWorkloadId" uuid, cause text)
    ), locked as (
      select r.id from runs r join p on p."runId" = r.id
      where r.finished_at is null and r.stop_requested_at is null order by r.workload_id for update of r
    ), stopped as (
      update runs r set stop_requested_at = now(), stop_reason = 'PREEMPTED', preempted_for = p."forWorkloadId"
      from p join locked on locked.id = p."runId"
      where r.id = p."runId"
      returning r.*, p."forWorkloadId" as for_id
    )
    select s.id as run_id, s.workload_id, s.organization_id, s.cluster_id, s.node_ids, s.node_pool_id,
           (extract(epoch from s.started_at) * 1000)::bigint::text as started_ms, w.phase, f.name as for_name, fp.name as for_project
    from stopped s
    join workloads w on w.id = s.workload_id
    join workloads f on f.id = s.for_id
    join projects fp on fp.id = f.project_id`)
  const causes = new Map(preemptions.map((preemption) => [preemption.runId, preemption.cause]))
  const withMessage = rows.map((row) => ({
    row,
    message: describePreemption(causes.get(row.run_id) ?? 'RECLAIM', { project: row.for_project, name: row.for_name }),
  }))
  // One order for each sentence: runs that make room for the same workload share it.
  for (const [message, mine] of Map.groupBy(withMessage, (entry) => entry.message)) {
    const runs = mine.map(({ row }) => ({ runId: row.run_id, clusterId: row.cluster_id }))
    await writeStop(tx, runs, { reason: 'PREEMPTED', message })
  }
  await recordEvents(
    tx,
    withMessage.map(({ row, message }) => ({
      organizationId: row.organization_id,
      workloadId: row.workload_id,
      runId: row.run_id,
      phase: row.phase,
      reason: 'PREEMPTED',
      message: `told to stop: ${message}`,
      data: { round: roundId, cause: causes.get(row.run_id), for: row.for_name, forProject: row.for_project },
    })),
  )
  for (const [organizationId, mine] of Map.groupBy(rows, (row) => row.organization_id)) {
    await tx.changed(
      'workload',
      mine.map((row) => row.workload_id),
      organizationId,
    )
  }
  return rows.map((row) => ({
    runId: row.run_id,
    workloadId: row.workload_id,
    clusterId: row.cluster_id,
    nodeIds: row.node_ids,
    poolId: row.node_pool_id,
    startedAt: row.started_ms === null ? null : Number(row.started_ms),
  }))
}
