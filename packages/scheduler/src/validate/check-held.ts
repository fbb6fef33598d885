import type { QueueUpsert } from '../delta.ts'
import { amountText } from '../explain/words.ts'
import { chargedReplicas } from '../invariants/violation.ts'
import { sortedIds } from '../state/id-table.ts'
import { poolOf } from '../state/workloads.ts'
import { wayUp, type Proposed } from './proposed.ts'
import { reporter, type Refusal } from './refusal.ts'

/**
 * Limits of changed queues that are below what their non-preemptible runs hold. A warning: nothing is taken from those, so the
 * limit only holds once they have ended.
 */
export function checkHeld(to: Refusal[], proposed: Proposed, changed: ReadonlyMap<string, QueueUpsert>): void {
  const hasLimit = [...changed.values()].some((queue) =>
    Object.values(queue.pools).some(({ quotas }) => Object.values(quotas).some(({ limit }) => limit !== null)),
  )
  if (!hasLimit) return
  const held = sumFixed(proposed, changed)
  for (const queue of changed.values()) {
    for (const [poolId, { quotas }] of Object.entries(queue.pools)) {
      for (const [resource, { limit }] of Object.entries(quotas)) {
        const amount = held.get(keyOf(queue.id, poolId, resource)) ?? 0
        if (limit === null || amount === 0 || amount <= limit) continue
        reporter(to, { kind: 'queue', id: queue.id })(
          `pools.${poolId}.quotas.${resource}.limit`,
          'LIMIT_BELOW_HELD',
          `runs of queue "${queue.name}" that cannot be preempted hold ${amountText(resource, amount)} in node pool "${poolId}", and the limit is ${amountText(resource, limit)}; raise the limit, or end some of them`,
          'warning',
        )
      }
    }
  }
}

/** What non-preemptible runs hold, by changed queue, pool and resource. */
function sumFixed(proposed: Proposed, changed: ReadonlyMap<string, QueueUpsert>): Map<string, number> {
  const { workloads, classes, shapes, pools, width, resourceNames } = proposed.state
  const held = new Map<string, number>()
  for (const workload of sortedIds(workloads.table)) {
    const k = workloads.class[workload]!
    if (workloads.runCluster[workload] === -1 || classes.preemptible[k] === 1) continue
    const { queueId } = classes.specs[k]!
    const poolId = pools.table.ids[poolOf(proposed.state, workload)]!
    const replicas = chargedReplicas(proposed.state, workload)
    const leaf = proposed.queues.get(queueId)
    for (const queue of leaf === undefined ? [] : wayUp(proposed, leaf)) {
      if (!changed.has(queue.id)) continue
      for (let r = 0; r < resourceNames.length; r++) {
        const amount = shapes.requests[classes.shape[k]! * width + r]! * replicas
        const key = keyOf(queue.id, poolId, resourceNames[r]!)
        if (amount > 0) held.set(key, (held.get(key) ?? 0) + amount)
      }
    }
  }
  return held
}

function keyOf(queueId: string, poolId: string, resource: string): string {
  return JSON.stringify([queueId, poolId, resource])
}
