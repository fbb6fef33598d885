import { action } from '../app/action.ts'
import { controlWorkload } from './control-workload.ts'
import { Workload, WorkloadRef } from './schemas.ts'

export const cancelWorkload = action({
  name: 'workload.cancel',
  summary: 'Cancel a workload for good; what runs is stopped',
  rest: { method: 'post', path: '/workloads/{workload}/cancel' },
  allow: 'workload:control',
  input: WorkloadRef,
  output: Workload,
  run: (ctx, input) => controlWorkload(ctx, input, 'cancel'),
})
