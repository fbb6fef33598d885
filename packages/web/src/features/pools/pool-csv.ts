import { inUnit } from '../../lib/format/amounts.ts'
import type { CsvColumn } from '@fairlead/control-plane/csv'
import type { Pool } from './pool-fields.ts'

const has = (resource: string) => (pool: Pool) => inUnit(resource, pool.capacity[resource] ?? 0)

/** A node pool as a line of a file. */
export const POOL_CSV: readonly CsvColumn<Pool>[] = [
  { header: 'id', value: ({ id }) => id },
  { header: 'name', value: ({ name }) => name },
  { header: 'default', value: ({ isDefault }) => isDefault },
  {
    header: 'node selector',
    value: ({ selector }) =>
      Object.entries(selector)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
  },
  { header: 'clusters', value: ({ clusters }) => clusters.map(({ name }) => name).join(' ') },
  { header: 'nodes', value: ({ nodes }) => nodes.total },
  { header: 'nodes ready', value: ({ nodes }) => nodes.ready },
  { header: 'GPUs', value: has('gpu') },
  { header: 'CPU cores', value: has('cpu') },
  { header: 'memory GiB', value: has('memory') },
  { header: 'placement', value: ({ strategy }) => strategy },
  { header: 'safe from preemption seconds', value: ({ minRuntimeSeconds }) => minRuntimeSeconds },
  { header: 'topology', value: ({ topology }) => topology.join(' ') },
  { header: 'first after seconds', value: ({ maxWaitSeconds }) => maxWaitSeconds },
  { header: 'preemptions per hour', value: ({ preemptionsPerHour }) => preemptionsPerHour },
  { header: 'past use counts', value: ({ timeBasedK }) => timeBasedK },
  { header: 'created', value: ({ createdAt }) => createdAt },
]
