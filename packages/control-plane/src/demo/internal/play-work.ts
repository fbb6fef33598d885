import { simulate, type Arrival, type SimulationResult, type WorldChange } from '@fairlead/scheduler'
import type { Scene } from '../../what-if/scene.ts'

export interface PlayJob {
  /** The fleet and the quotas, without work. */
  scene: Pick<Scene, 'world' | 'policy' | 'preemptionsMaxPerHour'>
  arrivals: readonly Arrival[]
  changes: readonly WorldChange[]
  from: number
  until: number
}

export type Played = Pick<SimulationResult, 'workloads' | 'counts'>

/** As often as a round is worth it to somebody who looks at a month. */
const ROUND_EVERY_MS = 15_000
/** From the word to stop until the room is free. */
export const GRACE_MS = 30_000

/** Lets the engine decide the whole past of a demo, in virtual time. Up to a minute of work: for a thread of its own. */
export function playWork({ scene, arrivals, changes, from, until }: PlayJob): Played {
  const { workloads, counts } = simulate({
    ...scene,
    arrivals,
    changes,
    startAt: from,
    until,
    roundEveryMs: ROUND_EVERY_MS,
    graceMs: GRACE_MS,
    sampleEveryMs: until - from,
  })
  return { workloads, counts }
}
