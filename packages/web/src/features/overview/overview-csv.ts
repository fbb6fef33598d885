import { inUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { Pending } from '../queues/pending.ts'
import type { PoolUse } from './pool-use.ts'

export { CLUSTER_CSV } from '../clusters/cluster-csv.ts'
export { QUEUE_CSV } from '../org/queue-csv.ts'

/** A resource of a node pool as a line of a file. */
export function poolUseCsv(resource: string): readonly CsvColumn<PoolUse>[] {
  return [
    { header: 'node pool', value: ({ name }) => name },
    { header: 'resource', value: () => resource },
    { header: 'total', value: ({ total }) => inUnit(resource, total) },
    { header: 'allocated', value: ({ allocated }) => inUnit(resource, allocated) },
    { header: 'borrowed', value: ({ borrowed }) => inUnit(resource, borrowed) },
    { header: 'waiting', value: ({ wanted }) => inUnit(resource, wanted) },
  ]
}

/** How many workloads are in a phase, as a line of a file. */
export const PHASE_CSV: readonly CsvColumn<readonly [string, number]>[] = [
  { header: 'phase', value: ([phase]) => phase },
  { header: 'workloads', value: ([, count]) => count },
]

/** Why so many wait, as a line of a file. */
export const REASON_CSV: readonly CsvColumn<Pending['reasons'][number]>[] = [
  { header: 'reason', value: ({ reason }) => reason },
  { header: 'waiting does not help', value: ({ permanent }) => permanent },
  { header: 'workloads', value: ({ count }) => count },
]
