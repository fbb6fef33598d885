import type { Assignment } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import { writeDesired } from '../../agent-link/write-desired.ts'
import type { Tx } from '../../db/tx.ts'
import { recordEvents } from '../../workloads/record-event.ts'
import type { StoredSpec } from '../../workloads/stored-spec.ts'
import { describeAssignment } from '../describe-assignment.ts'
import { runBody } from '../run-body.ts'

interface Assigning extends Assignment {
  runId: string
  nodeNames: string[]
  /** What it asked for when it was planned. */
  classKey: string
}

interface Row extends Record<string, unknown> {
  id: string
  organization_id: string
  project_id: string
  project_name: string
  namespace: string
  name: string
  kind: string
  generation: number
  run_id: string
  cluster_id: string
  cluster_name: string
  spec: StoredSpec
}

/**
 * Turns decisions into runs, for the workloads that still wait: row, run, desired state of the cluster, timeline and news. Answers the
 * ids that were assigned.
 */
export async function assignWorkloads(tx: Tx, roundId: number, assignments: readonly Assigning[]): Promise<string[]> {
  if (assignments.length === 0) return []
  const decisions = new Map(assignments.map((assignment) => [assignment.workloadId, assignment]))
  const input = assignments.map(({ workloadId, runId, clusterId, poolId, nodeIds, nodeNames, classKey }) => ({
    workloadId,
    runId,
    clusterId,
    poolId,
    nodeIds,
    nodeNames,
    classKey,
  }))
  // In id order, like every writer of many workloads, so that two cannot wait for each other.
  const rows = await tx.q.execute<Row>(sql`
    with a as (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
               as a("workloadId" uuid, "runId" uuid, "clusterId" uuid, "poolId" uuid, "nodeIds" jsonb, "nodeNames" jsonb,
                    "classKey" text)
    ), locked as (
      select w.id from workloads w join a on a."workloadId" = w.id
      where w.phase = 'QUEUED' and w.intent = 'run' and a."classKey" = w.class_key
      order by w.id for update of w
    ), moved as (
      update workloads w
      set phase = 'ASSIGNED', phase_since = now(), generation = w.generation + 1, current_run_id = a."runId",
          reason = null, message = null, nomination = null, exit_code = null
      from a join locked on locked.id = a."workloadId"
      where w.id = a."workloadId"
      returning w.*, a."runId" as run_id, a."clusterId" as cluster_id, a."poolId" as pool_id, a."nodeIds" as node_ids, a."nodeNames" as node_names
    ), started as (
      insert into runs (id, organization_id, workload_id, project_id, node_pool_id, cluster_id, generation, node_names, node_ids,
                        replicas, requests, round_id)
      select run_id, organization_id, id, project_id, pool_id, cluster_id, generation, node_names, node_ids, jsonb_array_length(node_ids),
             requests, ${roundId}
      from moved
    )
    select m.id, m.organization_id, m.project_id, p.name as project_name, p.namespace, m.name, m.kind, m.generation, m.run_id,
           m.cluster_id, c.name as cluster_name, s.spec
    from moved m
    join projects p on p.id = m.project_id
    join clusters c on c.id = m.cluster_id
    join workload_specs s on s.workload_id = m.id`)
  await writeDesired(
    tx,
    rows.map((row) => ({
      organizationId: row.organization_id,
      clusterId: row.cluster_id,
      kind: 'run',
      key: row.run_id,
      generation: row.generation,
      body: runBody(row, decisions.get(row.id)?.nodeNames ?? []),
    })),
  )
  await recordEvents(
    tx,
    rows.map((row) => {
      const decision = decisions.get(row.id)
      const nodes = [...new Set(decision?.nodeNames)]
      const borrowed = decision?.borrowed ?? false
      return {
        organizationId: row.organization_id,
        workloadId: row.id,
        runId: row.run_id,
        phase: 'ASSIGNED',
        message: describeAssignment({ cluster: row.cluster_name, nodes, borrowed }),
        data: {
          round: roundId,
          cluster: row.cluster_name,
          nodes,
          borrowed,
          shareBefore: decision?.shareBefore,
          shareAfter: decision?.shareAfter,
        },
      }
    }),
  )
  for (const [organizationId, mine] of Map.groupBy(rows, (row) => row.organization_id)) {
    await tx.changed(
      'workload',
      mine.map((row) => row.id),
      organizationId,
    )
  }
  return rows.map((row) => row.id)
}
