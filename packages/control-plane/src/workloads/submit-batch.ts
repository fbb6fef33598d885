import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { Id } from '../common/schemas.ts'
import { insertWorkloads } from './insert-workloads.ts'
import { SubmitWorkload } from './schemas.ts'
import { warnOfFleet } from './warn-of-fleet.ts'

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
  run: async (ctx, { workloads }) => {
    const inserted = await transaction(ctx, (tx) => insertWorkloads(ctx, tx, workloads))
    const warnings = await warnOfFleet(ctx, inserted)
    return {
      ids: inserted.map(({ id }) => id),
      warnings: warnings.flatMap((messages, index) => messages.map((message) => ({ index, message }))),
    }
  },
})
