import { eq } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { must } from '../lib/invariant.ts'
import { findWorkload } from './find-workload.ts'
import { WorkloadDetail, WorkloadRef } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'

export const getWorkload = action({
  name: 'workload.get',
  summary: 'One workload with what it runs',
  rest: { method: 'get', path: '/workloads/{workload}' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: WorkloadDetail,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id } = await findWorkload(ctx, q, input)
      const [view] = await viewWorkloads(q, { ids: [id] })
      const [stored] = await q.select().from(workloadSpecs).where(eq(workloadSpecs.workloadId, id))
      const { labels: _labels, ...spec } = must(stored, 'every workload has a spec').spec
      return { ...must(view, 'the workload was found'), spec }
    }),
})
