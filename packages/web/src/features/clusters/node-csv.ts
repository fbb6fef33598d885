import { inUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import { driverOf } from './filter-nodes.ts'
import { stateOf } from './node-filter.ts'
import type { Node } from './node-heat.ts'

/** What it has for work of a resource, and what of that is allocated. */
const amounts = (resource: string, header: string): CsvColumn<Node>[] => [
  { header, value: ({ allocatable }) => inUnit(resource, allocatable[resource] ?? 0) },
  { header: `${header} allocated`, value: ({ allocated }) => inUnit(resource, allocated[resource] ?? 0) },
]

/** A node as a line of a file. */
export const NODE_CSV: readonly CsvColumn<Node>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'cluster', value: ({ cluster }) => cluster.name },
  { header: 'node pool', value: ({ nodePool }) => nodePool?.name },
  { header: 'state', value: stateOf },
  { header: 'why', value: ({ message }) => message },
  { header: 'GPU model', value: ({ gpu }) => gpu?.model },
  ...amounts('gpu', 'GPUs'),
  ...amounts('cpu', 'CPU cores'),
  ...amounts('memory', 'memory GiB'),
  { header: 'runs', value: ({ runs, otherRuns }) => runs.length + otherRuns },
  { header: 'kubelet', value: ({ versions }) => versions['kubelet'] },
  { header: 'GPU driver', value: driverOf },
  { header: 'kernel', value: ({ versions }) => versions['kernel'] },
  { header: 'last change', value: ({ observedAt }) => observedAt },
]
