import type { Quota } from '@fairlead/sdk'
import { amount, bound, byImportance } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import { age } from '../output/times.ts'
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
      { title: 'BORROWS', value: ({ resource, line }) => some(resource, line?.borrowLimit), align: 'right' },
      { title: 'LENDS', value: ({ resource, line }) => some(resource, line?.lendLimit), align: 'right' },
      { title: 'USER', value: ({ resource, quota }) => some(resource, quota.userLimits[resource]), align: 'right' },
      {
        title: 'MIN RUN',
        value: ({ quota, isFirst }) =>
          isFirst && quota.minRuntimeSeconds !== null ? age(quota.minRuntimeSeconds * 1000) : '',
      },
    ],
    app,
  )
}

/** Nothing where there is no bound: the column is left out if that is so in every row. */
function some(resource: string, value: number | null | undefined): string {
  return value === null || value === undefined ? '' : amount(resource, value)
}
