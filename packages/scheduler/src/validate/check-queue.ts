import type { QueuePool, QueueUpsert } from '../delta.ts'
import { amountText } from '../explain/words.ts'
import { checkAmounts, checkTime } from './check-amount.ts'
import { checkQuota } from './check-quota.ts'
import { wayUp, type Proposed } from './proposed.ts'
import type { Report } from './refusal.ts'

/** A queue's place in the tree, and what it has in each pool. */
export function checkQueue(report: Report, proposed: Proposed, queue: QueueUpsert): void {
  checkPlace(report, proposed, queue)
  for (const [poolId, entry] of Object.entries(queue.pools)) {
    const field = `pools.${poolId}`
    if (!proposed.pools.has(poolId)) {
      const message = `queue "${queue.name}" has quotas in node pool "${poolId}", which does not exist; create the pool, or leave the entry out`
      report(field, 'POOL_UNKNOWN', message, 'warning')
    }
    checkEntry(report, field, queue, entry)
    for (const [resource, quota] of Object.entries(entry.quotas)) {
      checkQuota(report, `${field}.quotas.${resource}`, queue, resource, quota)
    }
  }
}

function checkPlace(report: Report, proposed: Proposed, queue: QueueUpsert): void {
  const { parentId } = queue
  if (parentId === undefined) return
  if (!proposed.queues.has(parentId)) {
    const message = `the parent "${parentId}" of queue "${queue.name}" does not exist; create it first, or name an existing department`
    report('parentId', 'PARENT_UNKNOWN', message)
    return
  }
  const way = wayUp(proposed, queue)
  const top = way[way.length - 1]!
  if (top.parentId === undefined || !proposed.queues.has(top.parentId)) return
  const names = [...way, queue].map(({ name }) => name).join(' > ')
  const message = `queue "${queue.name}" would be below itself (${names}); give it a parent that is not below it`
  report('parentId', 'QUEUE_CYCLE', message)
}

function checkEntry(
  report: Report,
  field: string,
  { name }: QueueUpsert,
  { rank, usage, minRuntimeMs, userLimits = {}, quotas }: QueuePool,
): void {
  if (!Number.isFinite(rank)) {
    report(
      `${field}.rank`,
      'RANK_INVALID',
      `${field}.rank is ${rank}; give a number, where higher ranks are served first`,
    )
  }
  for (const [resource, used] of Object.entries(usage ?? {})) {
    if (Number.isFinite(used) && used >= 0) continue
    const at = `${field}.usage.${resource}`
    report(at, 'USAGE_INVALID', `${at} is ${used}; give past use as part of the pool's capacity, from 0 to 1`)
  }
  checkTime(report, `${field}.minRuntimeMs`, minRuntimeMs)
  checkAmounts(report, `${field}.userLimits`, userLimits)
  for (const [resource, most] of Object.entries(userLimits)) {
    const limit = quotas[resource]?.limit ?? null
    if (limit === null || !(most > limit)) continue
    const message = `one user of queue "${name}" may hold ${amountText(resource, most)}, and all of them together ${amountText(resource, limit)}; lower the user limit, or raise the limit`
    report(`${field}.userLimits.${resource}`, 'BOUND_WITHOUT_EFFECT', message, 'warning')
  }
}
