import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { must } from '../lib/invariant.ts'
import { insertWorkloads } from './insert-workloads.ts'
import { SubmitWorkload, Workload } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'

export const submitWorkload = action({
  name: 'workload.submit',
  summary: 'Submit a workload; the same idempotency key answers the same workload',
  rest: { method: 'post', path: '/workloads', status: 201 },
  allow: 'workload:submit',
  input: SubmitWorkload,
  output: Workload,
  run: (ctx, input) =>
    transaction(ctx, async (tx) => {
      const ids = await insertWorkloads(ctx, tx, [input])
      const [view] = await viewWorkloads(tx.q, { ids })
      return must(view, 'the workload was written in this transaction')
    }),
})
