import { compareSimulations, simulate, type SimulationComparison, type SimulationInput } from '@fairlead/scheduler'
import type { Scene } from './scene.ts'

export interface WhatIfJob {
  before: Scene
  after: Scene
  from: number
  until: number
}

export interface WhatIfAnswer {
  comparison: SimulationComparison
  rounds: number
  tookMs: number
}

/** Rounds are at least this part of the window apart, so that a long one is coarse and not slow. */
const WINDOW_PARTS = 20_000
const ROUND_MS_MIN = 10_000
const GRACE_MS = 30_000

/** Plays the same work twice, before and after the changes. Up to minutes of work: for a thread of its own. */
export function runWhatIfJob({ before, after, from, until }: WhatIfJob): WhatIfAnswer {
  const startedAt = performance.now()
  const play = ({ world, arrivals, policy, preemptionsMaxPerHour }: Scene) => {
    const input: SimulationInput = {
      world,
      arrivals,
      policy,
      preemptionsMaxPerHour,
      startAt: from,
      measure: { from, until },
      roundEveryMs: Math.max(ROUND_MS_MIN, (until - from) / WINDOW_PARTS),
      graceMs: GRACE_MS,
    }
    return simulate(input)
  }
  const [was, will] = [play(before), play(after)]
  return {
    comparison: compareSimulations(was, will),
    rounds: was.counts.rounds + will.counts.rounds,
    tookMs: Math.round(performance.now() - startedAt),
  }
}
