import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findWorkload } from './find-workload.ts'
import { detailOf } from './internal/detail-of.ts'
import { WorkloadDetail, WorkloadRef } from './schemas.ts'

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
      return await detailOf(ctx, q, id)
    }),
})
