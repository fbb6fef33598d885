import { action } from '../app/action.ts'
import { controlWorkload } from './control-workload.ts'
import { Workload, WorkloadRef } from './schemas.ts'

export const resumeWorkload = action({
  name: 'workload.resume',
  summary: 'Put a stopped workload back into the queue',
  rest: { method: 'post', path: '/workloads/{workload}/resume' },
  allow: 'workload:control',
  input: WorkloadRef,
  output: Workload,
  run: (ctx, input) => controlWorkload(ctx, input, 'resume'),
})
