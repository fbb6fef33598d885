import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { runs } from '../db/schema/runs.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { must } from '../lib/invariant.ts'
import { findWorkload } from './find-workload.ts'
import { writePod } from './internal/write-pod.ts'
import { WorkloadDetail, WorkloadRef } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'

export const getWorkload = action({
  name: 'workload.get',
  summary: 'One workload with what it runs, and what its command told of itself',
  rest: { method: 'get', path: '/workloads/{workload}' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: WorkloadDetail,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id } = await findWorkload(ctx, q, input)
      const [view] = await viewWorkloads(q, { ids: [id] })
      const [stored] = await q.select().from(workloadSpecs).where(eq(workloadSpecs.workloadId, id))
      const { labels: _labels, pod, ...spec } = must(stored, 'every workload has a spec').spec
      const workload = must(view, 'the workload was found')
      const [run] = workload.runId === null ? [] : await q.select().from(runs).where(eq(runs.id, workload.runId))
      return {
        ...workload,
        figures: run?.figures ?? {},
        result: run?.result ?? null,
        spec: { ...spec, ...writePod(pod) },
      }
    }),
})
