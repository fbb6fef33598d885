import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findWorkload } from './find-workload.ts'
import { costOfWorkload } from './internal/cost-of-workload.ts'
import { detailOf } from './internal/detail-of.ts'
import { WorkloadDetail, WorkloadRef } from './schemas.ts'

export const getWorkload = action({
  name: 'workload.get',
  summary: 'One workload with what it runs, what its command told of itself, and what it costs',
  rest: { method: 'get', path: '/workloads/{workload}' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: WorkloadDetail,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const workload = await findWorkload(ctx, q, input)
      const detail = await detailOf(ctx, q, workload.id)
      const { timeout } = detail.spec
      const timeoutS = typeof timeout === 'number' ? timeout : null
      return { ...detail, cost: await costOfWorkload(q, workload, timeoutS, ctx.app.clock.now()) }
    }),
})
