import { action } from '../app/action.ts'
import { controlWorkload } from './control-workload.ts'
import { Workload, WorkloadRef } from './schemas.ts'

export const stopWorkload = action({
  name: 'workload.stop',
  summary: 'Stop a workload and keep it for later',
  rest: { method: 'post', path: '/workloads/{workload}/stop' },
  allow: 'workload:control',
  input: WorkloadRef,
  output: Workload,
  run: (ctx, input) => controlWorkload(ctx, input, 'suspend'),
})
