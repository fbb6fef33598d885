import { inUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { Cluster } from './cluster-health.tsx'

/** What it has of a resource, and what of that is allocated. */
const amounts = (resource: string, header: string): CsvColumn<Cluster>[] => [
  { header, value: ({ capacity }) => inUnit(resource, capacity[resource] ?? 0) },
  { header: `${header} allocated`, value: ({ allocated }) => inUnit(resource, allocated[resource] ?? 0) },
]

/** A cluster as a line of a file. */
export const CLUSTER_CSV: readonly CsvColumn<Cluster>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'state', value: ({ state }) => state },
  { header: 'health', value: ({ health }) => health },
  { header: 'why', value: ({ healthMessage }) => healthMessage },
  { header: 'paused', value: ({ paused }) => paused },
  { header: 'nodes', value: ({ nodes }) => nodes.total },
  { header: 'nodes ready', value: ({ nodes }) => nodes.ready },
  ...amounts('gpu', 'GPUs'),
  ...amounts('cpu', 'CPU cores'),
  ...amounts('memory', 'memory GiB'),
  { header: 'runs', value: ({ runs }) => runs },
  { header: 'driver', value: ({ driver }) => driver },
  { header: 'agent version', value: ({ agentVersion }) => agentVersion },
  { header: 'log policy', value: ({ logPolicy }) => logPolicy },
  { header: 'labels', value: ({ labels }) => labelText(labels) },
  { header: 'last seen', value: ({ lastSeenAt }) => lastSeenAt },
  { header: 'enrolled', value: ({ enrolledAt }) => enrolledAt },
  { header: 'created', value: ({ createdAt }) => createdAt },
]

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ')
}
