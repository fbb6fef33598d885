import type { Nomination } from '@fairlead/scheduler'
import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/tx.ts'

/** Keeps room that is promised, so that the next leader keeps the promise too. */
export async function saveNominations(
  tx: Tx,
  nominations: readonly Nomination[],
  withdrawn: readonly string[],
): Promise<void> {
  if (nominations.length > 0) {
    const rows = nominations.map(({ workloadId, clusterId, nodeIds }) => ({
      workloadId,
      nomination: { clusterId, nodeIds },
    }))
    await tx.q.execute(sql`
      update workloads w set nomination = n.nomination
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n("workloadId" uuid, nomination jsonb)
      where w.id = n."workloadId" and w.phase = 'QUEUED'`)
  }
  if (withdrawn.length > 0) {
    await tx.q.execute(sql`
      update workloads set nomination = null
      where id in (select (jsonb_array_elements_text(${JSON.stringify(withdrawn)}::jsonb))::uuid)`)
  }
}
