import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { must } from '../lib/invariant.ts'
import { insertWorkloads } from './insert-workloads.ts'
import { SubmittedWorkload, SubmitWorkload } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'
import { warnOfFleet } from './warn-of-fleet.ts'

export const submitWorkload = action({
  name: 'workload.submit',
  summary: 'Submit a workload; the same idempotency key answers the same workload',
  rest: { method: 'post', path: '/workloads', status: 201 },
  allow: 'workload:submit',
  input: SubmitWorkload,
  output: SubmittedWorkload,
  run: async (ctx, input) => {
    const { inserted, view } = await transaction(ctx, async (tx) => {
      const inserted = await insertWorkloads(ctx, tx, [input])
      const [view] = await viewWorkloads(tx.q, { ids: [must(inserted[0], 'one in, one out').id] })
      return { inserted, view: must(view, 'the workload was written in this transaction') }
    })
    const [warnings] = await warnOfFleet(ctx, inserted)
    return { ...view, warnings: must(warnings, 'one in, one out') }
  },
})
