import { pushEvent, TIME_PASSES } from './event-heap.ts'
import type { SimulatedWorld } from './simulated-world.ts'

const HOUR_MS = 3_600_000

/** What each pool with a rate limit may still preempt now; undefined: no pool has one. */
export function preemptionsLeft({ input, preempted, now }: SimulatedWorld): Record<string, number> | undefined {
  const { preemptionsMaxPerHour } = input
  if (preemptionsMaxPerHour === undefined) return undefined
  const left: Record<string, number> = {}
  for (const [poolId, max] of Object.entries(preemptionsMaxPerHour)) {
    const times = preempted.get(poolId) ?? []
    while (times.length > 0 && times[0]! <= now - HOUR_MS) times.shift()
    left[poolId] = Math.max(0, max - times.length)
  }
  return left
}

/** Counts one, and sees to a round when it does not count any more. */
export function countPreemption(world: SimulatedWorld, poolId: string, item: number): void {
  if (world.input.preemptionsMaxPerHour?.[poolId] === undefined) return
  const times = world.preempted.get(poolId)
  if (times === undefined) world.preempted.set(poolId, [world.now])
  else times.push(world.now)
  pushEvent(world.events, world.now + HOUR_MS, TIME_PASSES, item, 0)
}
