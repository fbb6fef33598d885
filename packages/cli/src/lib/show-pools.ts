import type { NodePool } from '@fairlead/sdk'
import { amount } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import { age } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** Node pools as one line each. */
export function showPools(app: App, pools: readonly NodePool[]): string {
  return table(
    pools,
    [
      { title: 'NAME', value: (pool) => pool.name, elastic: 3 },
      { title: 'NODES', value: ({ nodes }) => `${nodes.ready}/${nodes.total}`, align: 'right' },
      ...(['gpu', 'cpu', 'memory'] as const).map((resource) => ({
        title: resource.toUpperCase(),
        value: ({ capacity }: NodePool) => (capacity[resource] ? amount(resource, capacity[resource]) : ''),
        align: 'right' as const,
      })),
      { title: 'STRATEGY', value: (pool) => pool.strategy },
      { title: 'MIN RUN', value: (pool) => (pool.minRuntimeSeconds > 0 ? age(pool.minRuntimeSeconds * 1000) : '') },
      { title: 'MAX WAIT', value: (pool) => (pool.maxWaitSeconds === null ? '' : age(pool.maxWaitSeconds * 1000)) },
      { title: 'PREEMPTIONS/H', value: (pool) => String(pool.preemptionsPerHour ?? ''), align: 'right' },
      { title: 'TOPOLOGY', value: (pool) => pool.topology.join(' > '), elastic: 1 },
      {
        title: 'CLUSTERS',
        value: (pool) => pool.clusters.map(({ name }) => name).join(',') || 'all',
        elastic: 2,
      },
      { title: 'LABELS', value: selectorOf, elastic: 1 },
    ],
    app,
  )
}

function selectorOf(pool: NodePool): string {
  if (pool.isDefault) return '(all other nodes)'
  return Object.entries(pool.selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
