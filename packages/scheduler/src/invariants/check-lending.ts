import { defaultQuota, floorOf } from '../fairness/ledger.ts'
import type { QueueTree } from '../round/queue-tree.ts'
import type { SchedulerState } from '../state/state.ts'
import { excess, type Violation } from './violation.ts'

/**
 * Where queues that borrow hold room that others keep: what siblings keep, together, is more than what is free in the pool, or
 * left of the limit of the queue above them. A queue borrows that holds more than it keeps, and with what it still keeps more than it
 * deserves; so using what it keeps makes no borrower of it. `held` has a row for each queue of the tree, the pool itself at 0.
 */
export function checkLending(state: SchedulerState, pool: number, tree: QueueTree, held: Float64Array): Violation[] {
  const { width } = state
  const poolId = state.pools.table.ids[pool]!
  const found: Violation[] = []
  for (let r = 0; r < width; r++) {
    const within = new Float64Array(tree.count)
    const kept = new Float64Array(tree.count)
    const hasBorrower = new Uint8Array(tree.count)
    for (let q = tree.count - 1; q >= 1; q--) {
      const quota = quotaOf(state, tree, q, poolId, r)
      const mine = held[q * width + r]!
      const deserved = quota.deserved ?? Infinity
      const isNamed =
        state.queues.upserts[tree.queue[q]!]!.pools[poolId]?.quotas[state.resourceNames[r] ?? ''] !== undefined
      const own = Math.max(within[q]!, Math.min(mine, floorOf(quota)))
      const left = (isNamed ? deserved : Infinity) - own
      within[tree.parent[q]!]! += own
      const keeps = Math.max(0, Math.min(Math.max(kept[q]!, floorOf(quota) - mine), left))
      kept[tree.parent[q]!]! += keeps
      if (mine > own && mine + keeps > deserved) hasBorrower[tree.parent[q]!] = 1
    }
    for (let q = 0; q < tree.count; q++) {
      if (hasBorrower[q] === 0 || kept[q] === 0) continue
      const bound = q === 0 ? freeIn(state, pool, r) : (quotaOf(state, tree, q, poolId, r).limit ?? Infinity)
      const all = q === 0 ? kept[q]! : held[q * width + r]! + kept[q]!
      const subject = q === 0 ? poolId : state.queues.table.ids[tree.queue[q]!]!
      if (all > bound) found.push(excess(state, 'lend-limit', subject, r, all, bound))
    }
  }
  return found
}

function quotaOf(state: SchedulerState, tree: QueueTree, q: number, poolId: string, r: number) {
  const name = state.resourceNames[r] ?? ''
  return state.queues.upserts[tree.queue[q]!]!.pools[poolId]?.quotas[name] ?? defaultQuota(name)
}

/** What is free on the open nodes of a pool. */
function freeIn(state: SchedulerState, pool: number, r: number): number {
  const { nodes, clusters, width } = state
  let free = 0
  for (let n = 0; n < nodes.table.size; n++) {
    const cluster = clusters.upserts[nodes.cluster[n]!]
    const isOpen = nodes.schedulable[n] === 1 && cluster?.connected === true && !cluster.paused
    if (nodes.table.known[n] === 0 || nodes.pool[n] !== pool || !isOpen) continue
    free += Math.max(0, nodes.allocatable[n * width + r]! - nodes.used[n * width + r]!)
  }
  return free
}
