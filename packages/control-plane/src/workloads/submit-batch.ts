import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { Id } from '../common/schemas.ts'
import { insertWorkloads } from './insert-workloads.ts'
import { SubmitWorkload } from './schemas.ts'

export const submitBatch = action({
  name: 'workload.submit-batch',
  summary: 'Submit up to 500 workloads: all of them, or none',
  rest: { method: 'post', path: '/workload-batches', status: 201 },
  allow: 'workload:submit',
  input: z.strictObject({ workloads: z.array(SubmitWorkload).min(1).max(500) }),
  output: z.object({
    ids: z.array(Id).describe('in the order given'),
    warnings: z.array(z.object({ index: z.int(), message: z.string() })).describe('what stands against some of them'),
  }),
  run: (ctx, { workloads }) =>
    transaction(ctx, async (tx) => {
      const inserted = await insertWorkloads(ctx, tx, workloads)
      return {
        ids: inserted.map(({ id }) => id),
        warnings: inserted.flatMap(({ warnings }, index) => warnings.map((message) => ({ index, message }))),
      }
    }),
})
