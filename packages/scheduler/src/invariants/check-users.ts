import { openQueueTree } from '../round/queue-tree.ts'
import { sortedIds } from '../state/id-table.ts'
import type { SchedulerState } from '../state/state.ts'
import { poolOf } from '../state/workloads.ts'
import { chargedReplicas, type Violation } from './violation.ts'

/** Users whose runs hold more of a pool than a queue above them lets one user hold. */
export function checkUsers(state: SchedulerState): Violation[] {
  const { queues, workloads, classes, pools } = state
  if (!queues.upserts.some((queue) => queue && Object.values(queue.pools).some(({ userLimits }) => userLimits)))
    return []
  const tree = openQueueTree(state)
  const held = new Map<string, Violation & { held: number; bound: number }>()
  for (const workload of sortedIds(workloads.table)) {
    const user = workloads.user[workload]!
    const k = workloads.class[workload]!
    if (workloads.runCluster[workload] === -1 || user === -1) continue
    const userId = workloads.users.ids[user]!
    const poolId = pools.table.ids[poolOf(state, workload)]!
    for (let q = tree.local[classes.queue[k]!] ?? -1; q > 0; q = tree.parent[q]!) {
      const queue = queues.upserts[tree.queue[q]!]!
      for (const [resource, bound] of Object.entries(queue.pools[poolId]?.userLimits ?? {})) {
        const key = JSON.stringify([poolId, queue.id, userId, resource])
        const book = held.get(key) ?? { kind: 'user-limit', subject: queue.id, resource, held: 0, bound, text: '' }
        book.held += amountOf(state, workload, resource)
        book.text = `user ${userId} holds ${book.held} ${resource} of at most ${bound} in ${queue.id}`
        held.set(key, book)
      }
    }
  }
  return [...held.values()].filter((book) => book.held > book.bound)
}

function amountOf(state: SchedulerState, workload: number, resource: string): number {
  const r = state.resourceIndex.get(resource)
  if (r === undefined) return 0
  const row = state.classes.shape[state.workloads.class[workload]!]! * state.width
  return state.shapes.requests[row + r]! * chargedReplicas(state, workload)
}
