import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { findWorkload } from './find-workload.ts'
import { detailOf } from './internal/detail-of.ts'
import { namesInSpec } from './internal/names-in-spec.ts'
import { requestOf } from './internal/request-of.ts'
import { WorkloadRef, WorkloadRequest } from './schemas.ts'

export const getRequest = action({
  name: 'workload.request',
  summary: 'A workload as the request that would make it again: to clone it, or to keep it as a file',
  rest: { method: 'get', path: '/workloads/{workload}/request' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: WorkloadRequest,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id } = await findWorkload(ctx, q, input)
      const detail = await detailOf(ctx, q, id)
      return requestOf(detail, await namesInSpec(q, detail.spec['placement']))
    }),
})
