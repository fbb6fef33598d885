import { inUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '../../lib/format/csv.ts'
import type { Workload } from './phases.ts'

const asked = (resource: string) => (workload: Workload) => inUnit(resource, workload.requests[resource] ?? 0)

/** A workload as a line of a file: amounts are those of one replica. */
export const WORKLOAD_CSV: readonly CsvColumn<Workload>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'project', value: ({ project }) => project.name },
  { header: 'kind', value: ({ kind }) => kind },
  { header: 'phase', value: ({ status }) => status.phase },
  { header: 'reason', value: ({ status }) => status.reason },
  { header: 'message', value: ({ status }) => status.message },
  { header: 'cluster', value: ({ cluster }) => cluster?.name },
  { header: 'nodes', value: ({ nodes }) => nodes.join(' ') },
  { header: 'node pool', value: ({ nodePool }) => nodePool.name },
  { header: 'priority', value: ({ priority }) => priority },
  { header: 'preemptible', value: ({ preemptible }) => preemptible },
  { header: 'replicas', value: ({ replicas }) => replicas },
  { header: 'replicas running', value: ({ replicasRunning }) => replicasRunning },
  { header: 'GPUs', value: asked('gpu') },
  { header: 'CPU cores', value: asked('cpu') },
  { header: 'memory GiB', value: asked('memory') },
  { header: 'progress', value: ({ progress }) => progress },
  { header: 'submitted', value: ({ submittedAt }) => submittedAt },
  { header: 'started', value: ({ startedAt }) => startedAt },
  { header: 'finished', value: ({ finishedAt }) => finishedAt },
  { header: 'failures', value: ({ failures }) => failures },
  { header: 'preemptions', value: ({ preemptions }) => preemptions },
  { header: 'user', value: ({ createdBy }) => createdBy.name },
]
