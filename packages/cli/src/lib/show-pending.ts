import type { Pending, PendingWorkload } from '@fairlead/sdk'
import { perReplica } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import { since } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** What waits, one line each in the order of the scheduler, and under it how many wait for which reason. */
export function showPending(app: App, items: readonly PendingWorkload[], { reasons, total }: Pending): string {
  const { paint } = app
  const now = app.host.now()
  const pools = new Set(items.map(({ nodePool }) => nodePool.id))
  const lines = table(
    items,
    [
      ...(pools.size > 1 ? [{ title: 'POOL', value: ({ nodePool }: PendingWorkload) => nodePool.name }] : []),
      { title: 'PROJECT', value: ({ project }) => project.name, elastic: 2 },
      { title: 'PLACE', value: ({ place, of }) => `${place}/${of}`, align: 'right' },
      { title: 'NAME', value: ({ name }) => name, elastic: 3 },
      { title: 'PRIO', value: ({ priority }) => String(priority), align: 'right' },
      { title: 'GPU', value: ({ replicas, requests }) => perReplica(replicas, 'gpu', requests['gpu']), align: 'right' },
      { title: 'CPU', value: ({ replicas, requests }) => perReplica(replicas, 'cpu', requests['cpu']), align: 'right' },
      { title: 'WAITS', value: ({ waitingSince }) => since(waitingSince, now), align: 'right' },
      { title: 'START', value: ({ startEstimate }) => startOf(startEstimate, now), align: 'right' },
      {
        title: 'WHY',
        value: ({ message, reason }) => message ?? reason,
        elastic: 1,
        color: (text, { permanent }) => (permanent ? paint.red(text) : paint.dim(text)),
      },
    ],
    app,
  )
  const counts = reasons.map(({ reason, count, permanent }) => `${count} ${reason}${permanent ? ' (for ever)' : ''}`)
  return `${lines}\n${total} ${total === 1 ? 'waits' : 'wait'}: ${counts.join(', ')}\n`
}

/** `2h-5h`: in half of all cases before the first, in nine of ten before the second. */
function startOf(estimate: PendingWorkload['startEstimate'], now: number): string {
  if (estimate === null || (estimate.p50 === null && estimate.p90 === null)) return ''
  const inTime = (at: string | null) =>
    at === null ? '?' : since(new Date(now).toISOString(), Math.max(now, Date.parse(at)))
  return `${inTime(estimate.p50)}-${inTime(estimate.p90)}`
}
