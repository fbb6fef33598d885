import type { Round } from '../round/round.ts'

/**
 * How long runs of a queue are safe, by local queue: the value set nearest on the way up, else the pool's, which stands at the
 * root. Undefined when no queue sets one: then the pool's counts for all.
 */
export interface MinRuntimes {
  ofQueue: Float64Array
  /** The least of a queue and the queues above it: nobody may take a younger run. */
  least: Float64Array
}

export function openMinRuntimes({ state, tree, pool }: Round): MinRuntimes | undefined {
  const { id, minRuntimeMs } = state.pools.upserts[pool]!
  const ofQueue = new Float64Array(tree.count).fill(minRuntimeMs)
  const least = ofQueue.slice()
  let isSet = false
  for (let q = 1; q < tree.count; q++) {
    const own = state.queues.upserts[tree.queue[q]!]!.pools[id]?.minRuntimeMs
    const parent = tree.parent[q]!
    if (own !== undefined) isSet = true
    ofQueue[q] = own ?? ofQueue[parent]!
    least[q] = parent === 0 ? ofQueue[q]! : Math.min(ofQueue[q]!, least[parent]!)
  }
  return isSet ? { ofQueue, least } : undefined
}

/** Whether the run at position `at` has run for `minRuntimeMs`; a run that has not started has not. */
export function hasRunFor({ state, work, now }: Round, at: number, minRuntimeMs: number): boolean {
  return minRuntimeMs <= 0 || now - state.workloads.startedAt[work.workload[at]!]! >= minRuntimeMs
}
