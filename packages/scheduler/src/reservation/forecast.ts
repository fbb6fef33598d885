import type { Round } from '../round/round.ts'
import { RUNNING, STOPPING } from '../round/work.ts'

/** One replica of a class leaves a node, at the latest at `time`. */
export interface Release {
  node: number
  class: number
  time: number
}

/** A run that is longer than this past its limit is not believed to end. */
const OVERRUN_MS_MAX = 300_000

/** What comes free by itself until `end`, soonest first: runs that are stopping, and runs that reach their time limits. */
export function forecastRoom(round: Round, end: number): Release[] {
  const { state, work, fleet, now } = round
  const { slotStart, slotCount, slab, timeLimitMs, startedAt } = state.workloads
  const releases: Release[] = []
  for (let at = 0; at < work.count; at++) {
    const status = work.status[at]!
    if (status !== RUNNING && status !== STOPPING) continue
    const workload = work.workload[at]!
    const limit = startedAt[workload]! + timeLimitMs[workload]!
    // False for a run whose end is not known.
    const hasEnd = status === STOPPING || (limit <= end && limit > now - OVERRUN_MS_MAX)
    if (!hasEnd) continue
    const time = status === STOPPING ? now : Math.max(now, limit)
    for (let slot = slotStart[workload]!; slot < slotStart[workload]! + slotCount[workload]!; slot++) {
      const node = fleet.local[slab.values[slot]!]!
      if (node >= 0) releases.push({ node, class: work.class[at]!, time })
    }
  }
  return releases.sort((a, b) => a.time - b.time || a.node - b.node)
}
