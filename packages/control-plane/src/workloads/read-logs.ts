import { and, desc, eq } from 'drizzle-orm'
import { transaction, type Context } from '../app/context.ts'
import type { z } from 'zod'
import { clusters } from '../db/schema/clusters.ts'
import { runs } from '../db/schema/runs.ts'
import { AppError } from '../lib/app-error.ts'
import { findWorkload } from './find-workload.ts'
import type { LogEvent } from '../app/open-logs.ts'
import { searchLines } from './search-lines.ts'
import type { GetLogs } from './schemas.ts'

/** The output of a workload's run, straight from its cluster: the control plane keeps none of it. */
export async function readLogs(
  ctx: Context,
  input: z.output<typeof GetLogs>,
  signal: AbortSignal,
): Promise<AsyncGenerator<LogEvent>> {
  const run = await transaction(ctx, async ({ q }) => {
    const workload = await findWorkload(ctx, q, input, { permission: 'workload:logs' })
    const [found] = await q
      .select({ id: runs.id, clusterId: runs.clusterId, logPolicy: clusters.logPolicy, clusterName: clusters.name })
      .from(runs)
      .innerJoin(clusters, eq(clusters.id, runs.clusterId))
      .where(and(eq(runs.workloadId, workload.id), input.runId === undefined ? undefined : eq(runs.id, input.runId)))
      .orderBy(desc(runs.generation))
      .limit(1)
    if (!found) {
      throw new AppError('LOGS_NOT_AVAILABLE', `"${workload.name}" has not run yet, so it has no output`, {
        hint: `see why it waits: fairlead why ${workload.name}`,
      })
    }
    return found
  })
  if (run.logPolicy === 'local') {
    throw new AppError('LOGS_NOT_AVAILABLE', `the owner of the cluster ${run.clusterName} keeps logs inside it`, {
      hint: 'read them in the cluster, or ask an admin to change its log policy',
    })
  }
  const { follow, tail, replica, cursor, search, context } = input
  const events = ctx.app.openLogs(run.clusterId, { runId: run.id, follow, tail, replica, cursor }, signal)
  return search === undefined ? events : searchLines(events, { search, context })
}
