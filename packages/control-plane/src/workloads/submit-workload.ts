import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { must } from '../lib/invariant.ts'
import { insertWorkloads } from './insert-workloads.ts'
import { SubmittedWorkload, SubmitWorkload } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'

export const submitWorkload = action({
  name: 'workload.submit',
  summary: 'Submit a workload; the same idempotency key answers the same workload',
  rest: { method: 'post', path: '/workloads', status: 201 },
  allow: 'workload:submit',
  input: SubmitWorkload,
  output: SubmittedWorkload,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const [inserted] = await insertWorkloads(ctx, tx, [input])
      const { id, warnings } = must(inserted, 'one in, one out')
      const [view] = await viewWorkloads(tx.q, { ids: [id] })
      return { ...must(view, 'the workload was written in this transaction'), warnings }
    }),
})
