import { inArray, sql } from 'drizzle-orm'
import { writeStop } from '../agent-link/write-desired.ts'
import { runs } from '../db/schema/runs.ts'
import type { Tx } from '../db/tx.ts'

export type StopReason = 'USER_CANCEL' | 'SUSPENDED' | 'PREEMPTED'

/** Tells clusters to end these runs. They stay as they are until their agents say that they have ended. */
export async function requestStop(
  tx: Tx,
  stops: readonly { runId: string; clusterId: string; preemptedFor?: string }[],
  reason: StopReason,
  message: string,
): Promise<void> {
  if (stops.length === 0) return
  await writeStop(tx, stops, { reason, message })
  const ids = stops.map((stop) => stop.runId)
  await tx.q
    .update(runs)
    .set({ stopRequestedAt: sql`coalesce(${runs.stopRequestedAt}, now())`, stopReason: reason })
    .where(inArray(runs.id, ids))
  for (const stop of stops) {
    if (stop.preemptedFor === undefined) continue
    await tx.q
      .update(runs)
      .set({ preemptedFor: stop.preemptedFor })
      .where(inArray(runs.id, [stop.runId]))
  }
}
