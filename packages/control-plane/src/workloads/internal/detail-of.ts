import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { runs } from '../../db/schema/runs.ts'
import { workloadSpecs } from '../../db/schema/workload-specs.ts'
import { must } from '../../lib/invariant.ts'
import type { WorkloadDetail } from '../schemas.ts'
import { viewWorkloads } from '../view-workloads.ts'
import { kinOf } from './kin-of.ts'
import { writePod } from './write-pod.ts'

/** All about it but its cost. */
export type Detail = Omit<z.infer<typeof WorkloadDetail>, 'cost'>

/** All about one workload that the caller may read, as {@link WorkloadDetail} says. */
export async function detailOf(ctx: Context, q: DrizzleTx, id: string): Promise<Detail> {
  const [view] = await viewWorkloads(q, { ids: [id] })
  const [stored] = await q.select().from(workloadSpecs).where(eq(workloadSpecs.workloadId, id))
  const { spec: kept, clonedFrom } = must(stored, 'every workload has a spec')
  const { labels: _labels, pod, ...spec } = kept
  const workload = must(view, 'the workload was found')
  const [run] = workload.runId === null ? [] : await q.select().from(runs).where(eq(runs.id, workload.runId))
  return {
    ...workload,
    figures: run?.figures ?? {},
    result: run?.result ?? null,
    spec: { ...spec, ...writePod(pod) },
    ...(await kinOf(ctx, q, { id, clonedFrom })),
  }
}
