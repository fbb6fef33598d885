import type { Nomination } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/tx.ts'
import { recordEvents } from '../../workloads/record-event.ts'

interface Row extends Record<string, unknown> {
  id: string
  organization_id: string
  cluster_name: string
  nodes: string[]
}

/** Keeps room that is promised, so that the next leader keeps the promise too, and writes it into the timeline. */
export async function saveNominations(
  tx: Tx,
  roundId: number,
  nominations: readonly (Nomination & { classKey: string })[],
  withdrawn: readonly string[],
): Promise<void> {
  if (nominations.length > 0) {
    const rows = nominations.map(({ workloadId, clusterId, nodeIds, poolId, classKey }) => ({
      workloadId,
      classKey,
      nomination: { clusterId, nodeIds, poolId },
    }))
    // Every round names all room that is held: only what is new is news.
    const kept = await tx.q.execute<Row>(sql`
      with asked as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("workloadId" uuid, "classKey" text, nomination jsonb)
      ), held as (
        select w.id, w.nomination as before, n.nomination from workloads w join asked n on n."workloadId" = w.id
        where w.phase = 'QUEUED' and n."classKey" = w.class_key
          and w.nomination is distinct from n.nomination
        order by w.id for update of w
      ), kept as (
        update workloads w set nomination = held.nomination from held where w.id = held.id
        returning w.id, w.organization_id, w.nomination, held.before
      )
      select k.id, k.organization_id, c.name as cluster_name,
             (select coalesce(jsonb_agg(distinct n.name), '[]') from nodes n
              where n.id in (select jsonb_array_elements_text(k.nomination->'nodeIds')::uuid)) as nodes
      from kept k join clusters c on c.id = (k.nomination->>'clusterId')::uuid
      where k.before is null`)
    const waits = new Map(nominations.map(({ workloadId, waitsForRunIds }) => [workloadId, waitsForRunIds.length]))
    await recordEvents(
      tx,
      kept.map((row) => ({
        organizationId: row.organization_id,
        workloadId: row.id,
        phase: 'QUEUED',
        reason: 'NOMINATED',
        message: `room is held for it on ${row.cluster_name}, and comes free when ${countRuns(waits.get(row.id) ?? 0)} gone`,
        data: { round: roundId, cluster: row.cluster_name, nodes: row.nodes },
      })),
    )
  }
  if (withdrawn.length > 0) {
    await tx.q.execute(sql`
      update workloads set nomination = null
      where id in (select (jsonb_array_elements_text(${JSON.stringify(withdrawn)}::jsonb))::uuid)`)
  }
}

function countRuns(count: number): string {
  return count === 1 ? 'one run is' : `${count} runs are`
}
