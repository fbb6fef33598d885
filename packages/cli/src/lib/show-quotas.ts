import type { Quota } from '@fairlead/sdk'
import { bound, byImportance } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import type { App } from '../session/app.ts'

/** Quotas, one line for each resource. */
export function showQuotas(app: App, quotas: readonly Quota[]): string {
  const rows = quotas.flatMap((quota) =>
    Object.keys(quota.resources)
      .toSorted(byImportance)
      .map((resource, index) => ({ quota, resource, line: quota.resources[resource], isFirst: index === 0 })),
  )
  return table(
    rows,
    [
      { title: 'QUEUE', value: ({ quota, isFirst }) => (isFirst ? quota.queue.name : ''), elastic: 3 },
      { title: 'KIND', value: ({ quota, isFirst }) => (isFirst ? quota.queue.kind : '') },
      { title: 'POOL', value: ({ quota, isFirst }) => (isFirst ? quota.nodePool.name : ''), elastic: 2 },
      { title: 'RANK', value: ({ quota, isFirst }) => (isFirst ? String(quota.rank) : ''), align: 'right' },
      { title: 'RESOURCE', value: ({ resource }) => resource },
      { title: 'DESERVED', value: ({ resource, line }) => bound(resource, line?.deserved), align: 'right' },
      { title: 'LIMIT', value: ({ resource, line }) => bound(resource, line?.limit), align: 'right' },
      { title: 'WEIGHT', value: ({ line }) => String(line?.weight ?? 1), align: 'right' },
    ],
    app,
  )
}
