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
  output: z.object({ ids: z.array(Id).describe('in the order given') }),
  run: (ctx, { workloads }) => transaction(ctx, async (tx) => ({ ids: await insertWorkloads(ctx, tx, workloads) })),
})
