import type { Workload } from '@fairlead/sdk'
import { percent, perReplica } from '../output/amounts.ts'
import { noteOf, paintPhase } from '../output/phase.ts'
import { table } from '../output/table.ts'
import { since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** Jobs as one line each. */
export function showJobs(app: App, jobs: readonly Workload[]): string {
  const { paint, width } = app
  const now = app.host.now()
  return table(
    jobs,
    [
      { title: 'NAME', value: (job) => job.name, elastic: 3 },
      { title: 'PROJECT', value: (job) => job.project.name, elastic: 2 },
      {
        title: 'PHASE',
        value: (job) => job.status.phase,
        color: (text, job) => paintPhase(text, job.status.phase, paint),
      },
      { title: 'DONE', value: (job) => percent(job.progress), align: 'right' },
      { title: 'GPU', value: (job) => perReplica(job.replicas, 'gpu', job.requests['gpu']), align: 'right' },
      { title: 'CPU', value: (job) => perReplica(job.replicas, 'cpu', job.requests['cpu']), align: 'right' },
      { title: 'CLUSTER', value: placeOf, elastic: 2 },
      { title: 'AGE', value: (job) => since(job.submittedAt, now), align: 'right' },
      { title: 'NOTE', value: noteOf, elastic: 1, color: (text) => paint.dim(text) },
    ],
    { width, paint },
  )
}

/** Where it is. A job that waits is nowhere, wherever an earlier attempt was. */
function placeOf({ status, cluster }: Workload): string {
  return ['QUEUED', 'SUSPENDED'].includes(status.phase) ? '' : (cluster?.name ?? '')
}
