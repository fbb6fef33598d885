import { applyDeltas } from '../apply-deltas.ts'
import type { Delta, WorkloadUpsert } from '../delta.ts'
import type { Explanation } from '../explanation.ts'
import { DEFAULT_POLICY } from '../policy.ts'
import { createState, type SchedulerState } from '../state/state.ts'
import { tryWorkload } from './try-workload.ts'

/**
 * A world at its best for newcomers: nothing runs or waits, every cluster is open and every node in order. Of the deltas it
 * takes clusters, pools, queues and nodes.
 */
export function createEmptyWorld(deltas: Iterable<Delta>): SchedulerState {
  const state = createState()
  const best: Delta[] = []
  for (const delta of deltas) {
    if (delta.kind === 'cluster') best.push({ ...delta, connected: true, paused: false })
    else if (delta.kind === 'node') best.push({ ...delta, schedulable: true })
    else if (delta.kind === 'pool' || delta.kind === 'queue') best.push(delta)
  }
  applyDeltas(state, best)
  return state
}

/**
 * Why no waiting would ever start this workload as things stand: the sizes and labels of nodes, the clusters that there are, limits and
 * guarantees. `empty` is a world made by {@link createEmptyWorld}, `now` milliseconds since the epoch. Undefined: it could start.
 */
export function findHopeless(empty: SchedulerState, workload: WorkloadUpsert, now: number): Explanation | undefined {
  const alone: WorkloadUpsert = { ...workload, avoid: [] }
  const { outcome, permanent, explanation } = tryWorkload(empty, DEFAULT_POLICY, { now, random: () => 0 }, alone)
  return outcome === 'WAITS' && permanent ? explanation : undefined
}
