import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { workloadEvents } from '../db/schema/workload-events.ts'
import { findWorkload } from './find-workload.ts'
import { TimelineEvent, WorkloadRef } from './schemas.ts'

export const getTimeline = action({
  name: 'workload.timeline',
  summary: 'What happened to a workload, oldest first',
  rest: { method: 'get', path: '/workloads/{workload}/timeline' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: z.object({ items: z.array(TimelineEvent) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id } = await findWorkload(ctx, q, input)
      const rows = await q
        .select()
        .from(workloadEvents)
        .where(eq(workloadEvents.workloadId, id))
        .orderBy(asc(workloadEvents.id))
        .limit(10_000)
      return {
        items: rows.map((row) => ({
          id: row.id,
          at: row.at.toISOString(),
          runId: row.runId,
          phase: row.phase,
          reason: row.reason,
          message: row.message,
          data: row.data,
        })),
      }
    }),
})
