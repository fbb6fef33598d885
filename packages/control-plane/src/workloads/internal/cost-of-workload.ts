import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { DrizzleTx } from '../../db/connect.ts'
import { runs } from '../../db/schema/runs.ts'
import type { workloads } from '../../db/schema/workloads.ts'
import { must } from '../../lib/invariant.ts'
import { costsOfWorkloads } from '../../usage/costs-of-workloads.ts'
import { expectCost } from '../../usage/expect-cost.ts'
import type { WorkloadDetail } from '../schemas.ts'
import { hasRun, isFinal } from '../transition.ts'

/** What a workload cost up to `now`, in milliseconds since the epoch, and what it may cost. `timeoutS` is its running time in seconds; null: without end. */
export async function costOfWorkload(
  q: DrizzleTx,
  workload: typeof workloads.$inferSelect,
  timeoutS: number | null,
  now: number,
): Promise<z.infer<typeof WorkloadDetail>['cost']> {
  const spent = must((await costsOfWorkloads(q, [workload.id], now)).get(workload.id), 'every id is answered')
  if (isFinal(workload.phase)) return { ...spent, expected: null, limit: null }
  const [run] =
    workload.currentRunId !== null && hasRun(workload.phase)
      ? await q.select().from(runs).where(eq(runs.id, workload.currentRunId))
      : []
  const { projectId, requests } = workload
  const ahead = await expectCost(
    q,
    {
      projectId,
      requests,
      nodePoolId: run?.nodePoolId ?? workload.nodePoolId,
      replicas: run?.replicas ?? workload.replicas,
      timeoutS,
      run,
      spent: spent.cost ?? 0,
    },
    now,
  )
  return { ...spent, ...ahead }
}
