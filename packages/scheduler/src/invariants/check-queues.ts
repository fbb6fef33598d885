import { borrowBound, defaultQuota } from '../fairness/ledger.ts'
import { openQueueTree } from '../round/queue-tree.ts'
import { sortedIds } from '../state/id-table.ts'
import type { SchedulerState } from '../state/state.ts'
import { checkLending } from './check-lending.ts'
import { poolOf } from '../state/workloads.ts'
import { chargedReplicas, excess, type Violation } from './violation.ts'

/** Queues above a limit, in room that others keep, or with more non-preemptible work than they deserve. */
export function checkQueues(state: SchedulerState): Violation[] {
  const tree = openQueueTree(state)
  const { width } = state
  const found: Violation[] = []
  for (const pool of sortedIds(state.pools.table)) {
    const held = new Float64Array(tree.count * width)
    const fixed = new Float64Array(tree.count * width)
    sumRuns(state, pool, tree.local, tree.parent, held, fixed)
    const poolId = state.pools.table.ids[pool]!
    for (let q = 1; q < tree.count; q++) {
      const queue = state.queues.upserts[tree.queue[q]!]!
      for (let r = 0; r < width; r++) {
        if (held[q * width + r] === 0) continue
        const name = state.resourceNames[r]!
        const quota = queue.pools[poolId]?.quotas[name] ?? defaultQuota(name)
        const { limit, deserved } = quota
        const most = borrowBound(quota)
        const all = held[q * width + r]!
        const firm = fixed[q * width + r]!
        if (limit !== null && all > limit) found.push(excess(state, 'limit', queue.id, r, all, limit))
        if (all > most) found.push(excess(state, 'borrow-limit', queue.id, r, all, most))
        if (deserved !== null && firm > deserved) {
          found.push(excess(state, 'non-preemptible-over-quota', queue.id, r, firm, deserved))
        }
      }
    }
    found.push(...checkLending(state, pool, tree, held))
  }
  return found
}

function sumRuns(
  state: SchedulerState,
  pool: number,
  local: Int32Array,
  parent: Int32Array,
  held: Float64Array,
  fixed: Float64Array,
): void {
  const { workloads, classes, shapes, width } = state
  for (const workload of sortedIds(workloads.table)) {
    const k = workloads.class[workload]!
    if (workloads.runCluster[workload] === -1 || poolOf(state, workload) !== pool) continue
    const row = classes.shape[k]! * width
    const replicas = chargedReplicas(state, workload)
    for (let q = local[classes.queue[k]!] ?? -1; q > 0; q = parent[q]!) {
      for (let r = 0; r < width; r++) {
        const amount = shapes.requests[row + r]! * replicas
        held[q * width + r]! += amount
        if (classes.preemptible[k] === 0) fixed[q * width + r]! += amount
      }
    }
  }
}
