import type { Plan, QueueUpsert } from '../../src/index.ts'
import type { World } from '../world.ts'
import { chargeOf, heldIn, pathOf } from './held.ts'

/**
 * Bounds of queues that the starts of a plan broke: limits, what may be borrowed, what one user may hold, and non-preemptible work
 * beyond the deserved quota. Asked after the plan took effect.
 */
export function brokenBounds(w: World, planned: Plan): string[] {
  const broken: string[] = []
  for (const { workloadId, poolId } of planned.assignments) {
    const one = w.known.workloads.get(workloadId)!
    const asked = chargeOf(one, 1).keys()
    for (const resource of asked) {
      for (const queue of pathOf(w, one.queueId)) broken.push(...brokenBy(w, queue, poolId, resource, workloadId))
    }
  }
  return broken
}

function brokenBy(w: World, queue: QueueUpsert, poolId: string, resource: string, starterId: string): string[] {
  const broken: string[] = []
  const starter = w.known.workloads.get(starterId)!
  const entry = queue.pools[poolId]
  const isFree = resource === 'cpu' || resource === 'memory'
  const quota = entry?.quotas[resource] ?? { deserved: isFree ? null : 0, limit: null, weight: 1 }
  const held = heldIn(w, poolId, queue.id, resource)
  const deserved = quota.deserved ?? Infinity
  say('limit', held, quota.limit)
  if (quota.borrowLimit !== undefined && quota.borrowLimit !== null) say('borrow', held, deserved + quota.borrowLimit)
  if (!starter.preemptible) {
    say(
      'non-preemptible',
      heldIn(w, poolId, queue.id, resource, ({ preemptible }) => !preemptible),
      deserved,
    )
  }
  const cap = entry?.userLimits?.[resource]
  if (cap !== undefined && starter.userId !== undefined) {
    say(
      `user ${starter.userId}`,
      heldIn(w, poolId, queue.id, resource, ({ userId }) => userId === starter.userId),
      cap,
    )
  }
  return broken

  function say(what: string, amount: number, bound: number | null): void {
    if (bound !== null && amount > bound) {
      broken.push(`${what} of ${queue.id}: ${amount} ${resource} of ${bound} with ${starterId}`)
    }
  }
}
