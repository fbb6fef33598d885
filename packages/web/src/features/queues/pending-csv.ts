import { inUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { PendingWorkload } from './pending.ts'

const asked = (resource: string) => (workload: PendingWorkload) => inUnit(resource, workload.requests[resource] ?? 0)

/** A workload that waits as a line of a file: amounts are those of one replica. */
export const PENDING_CSV: readonly CsvColumn<PendingWorkload>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'project', value: ({ project }) => project.name },
  { header: 'node pool', value: ({ nodePool }) => nodePool.name },
  { header: 'place', value: ({ place }) => place },
  { header: 'of', value: ({ of }) => of },
  { header: 'priority', value: ({ priority }) => priority },
  { header: 'replicas', value: ({ replicas }) => replicas },
  { header: 'GPUs', value: asked('gpu') },
  { header: 'CPU cores', value: asked('cpu') },
  { header: 'memory GiB', value: asked('memory') },
  { header: 'waiting since', value: ({ waitingSince }) => waitingSince },
  { header: 'reason', value: ({ reason }) => reason },
  { header: 'message', value: ({ message }) => message },
  { header: 'user', value: ({ createdBy }) => createdBy.name },
  { header: 'waiting does not help', value: ({ permanent }) => permanent },
]
