import { workloadEvents } from '../db/schema/workload-events.ts'
import type { Tx } from '../db/tx.ts'

export interface TimelineEntry {
  organizationId: string
  workloadId: string
  runId?: string | null
  phase: string
  reason?: string | null
  message: string
  data?: Record<string, unknown>
}

/** Appends to timelines, in the transaction that makes it true. */
export async function recordEvents(tx: Tx, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return
  await tx.q.insert(workloadEvents).values(
    entries.map((entry) => ({
      organizationId: entry.organizationId,
      workloadId: entry.workloadId,
      runId: entry.runId ?? null,
      phase: entry.phase,
      reason: entry.reason ?? null,
      message: entry.message,
      data: entry.data ?? {},
    })),
  )
}
