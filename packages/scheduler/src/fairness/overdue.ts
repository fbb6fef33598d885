import type { QueueTree } from '../round/queue-tree.ts'
import { WAITING, type Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'

/** Work that has waited longer than its pool's `maxWaitMs`. */
export interface Overdue {
  /** By position. */
  is: Uint8Array
  /** Positions by leaf, the longest waiting first: `order[start[q]]` to `order[start[q + 1] - 1]`. */
  order: Int32Array
  start: Int32Array
}

/** Place value that packs a place in the order of arrival and a position into one number. */
const POSITION_SPAN = 2 ** 22

/** Undefined when the pool sets no `maxWaitMs`, or nothing has waited that long. */
export function openOverdue(
  state: SchedulerState,
  pool: number,
  tree: QueueTree,
  work: Work,
  now: number,
): Overdue | undefined {
  const { maxWaitMs } = state.pools.upserts[pool]!
  if (maxWaitMs === undefined) return undefined
  const since = now - maxWaitMs
  const is = new Uint8Array(work.count)
  const start = new Int32Array(tree.count + 1)
  let count = 0
  for (let q = 0; q < tree.count; q++) {
    for (let at = work.leafStart[q]!; at < work.leafStart[q + 1]!; at++) {
      if (work.status[at] !== WAITING || work.submittedAt[at]! >= since) continue
      is[at] = 1
      count++
    }
    start[q + 1] = count
  }
  if (count === 0) return undefined
  const { position } = state.workloads.arrivals
  const order = new Int32Array(count)
  for (let q = 0; q < tree.count; q++) {
    const keys = new Float64Array(start[q + 1]! - start[q]!)
    let next = 0
    for (let at = work.leafStart[q]!; next < keys.length; at++) {
      if (is[at] === 1) keys[next++] = position[work.workload[at]!]! * POSITION_SPAN + at
    }
    keys.sort()
    for (let i = 0; i < keys.length; i++) order[start[q]! + i] = keys[i]! % POSITION_SPAN
  }
  return { is, order, start }
}
