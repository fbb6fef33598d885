import type { NodeUpsert } from '../delta.ts'
import { capacityOf } from './share-meter.ts'

/** Sums of what pools have over the measured time, in units of a resource times milliseconds. */
export interface CapacityOverTime {
  from: number
  until: number
  since: number
  present: Map<string, Record<string, number>>
  sums: Map<string, Record<string, number>>
}

export function openCapacity(nodes: Iterable<NodeUpsert>, from: number, until: number): CapacityOverTime {
  return { from, until, since: from, present: capacityOf(nodes), sums: new Map() }
}

/** Counts what was there up to `now`; then `nodes` are there. */
export function countCapacity(capacity: CapacityOverTime, now: number, nodes?: Iterable<NodeUpsert>): void {
  const to = Math.min(now, capacity.until)
  const ms = to - Math.max(capacity.since, capacity.from)
  if (ms > 0) {
    for (const [poolId, amounts] of capacity.present) {
      const sum = capacity.sums.get(poolId) ?? {}
      for (const [name, amount] of Object.entries(amounts)) sum[name] = (sum[name] ?? 0) + amount * ms
      capacity.sums.set(poolId, sum)
    }
  }
  capacity.since = Math.max(capacity.since, to)
  if (nodes !== undefined) capacity.present = capacityOf(nodes)
}
