import {
  calibrate,
  forecastStarts,
  openRunHistory,
  timelineOf,
  type CalibrationReport,
  type ForecastOutcome,
  type RunHistory,
  type SimulationInput,
  type SimulationResult,
} from '@fairlead/scheduler'
import { seeded } from '../engine/seeded.ts'
import type { ReplayOptions } from './options.ts'

const DAY = 86_400_000
/** So much of the trace has to be history before the first forecast. */
const WARM_UP = 0.2
/** How far back running times and arrivals are looked at. */
const RUNS_MS = 30 * DAY
const ARRIVALS_MS = 7 * DAY
/** History is taken anew this often; it never knows of what came later. */
const REFRESH_MS = DAY / 4

/** Forecasts the starts of jobs drawn by seed, each at its submission and from what was known then, and holds them against what happened. */
export function checkForecasts(
  input: SimulationInput,
  result: SimulationResult,
  { forecasts, simulations, seed }: ReplayOptions,
  say: (line: string) => void,
): { report: CalibrationReport; ms: number; made: number } {
  const timeline = timelineOf(input, result)
  const { from, until } = result.measured
  const horizonMs = Math.min(14 * DAY, until - from)
  const chosen = draw(
    result.workloads.filter(({ submittedAt }) => submittedAt >= from + WARM_UP * (until - from)),
    forecasts,
  )
  const histories = new Map<number, { runs: RunHistory; recent: ReturnType<typeof timeline.arrivalsBetween> }>()
  const began = performance.now()
  const outcomes: ForecastOutcome[] = []
  for (const [index, { id, submittedAt: now, startedAt }] of chosen.entries()) {
    const block = Math.floor(now / REFRESH_MS) * REFRESH_MS
    let known = histories.get(block)
    if (known === undefined) {
      histories.clear()
      const recent = timeline.arrivalsBetween(Math.max(from, block - ARRIVALS_MS), block)
      known = { runs: openRunHistory(timeline.runsAt(block, block - RUNS_MS)), recent }
      histories.set(block, known)
    }
    const [forecast] = forecastStarts({
      world: timeline.worldAt(now),
      now,
      workloadIds: [id],
      history: known.runs,
      recent: known.recent,
      simulations,
      seed: seed + index,
      horizonMs,
      coarsening: 0.15,
      ...(input.roundEveryMs === undefined ? {} : { roundEveryMs: input.roundEveryMs }),
    })
    const seenUntil = result.endAt
    outcomes.push({ forecast: forecast!, seenUntil, ...(startedAt === undefined ? {} : { startedAt }) })
    if ((index + 1) % 50 === 0) {
      say(`${index + 1} of ${chosen.length} forecasts, ${Math.round((performance.now() - began) / 1_000)} s`)
    }
  }
  return { report: calibrate(outcomes), ms: performance.now() - began, made: outcomes.length }
}

/** `count` of the list, each as likely, in the list's order. */
function draw<T>(list: readonly T[], count: number): T[] {
  const random = seeded()
  const chosen: T[] = []
  for (const [index, one] of list.entries()) {
    if (random() * (list.length - index) < count - chosen.length) chosen.push(one)
  }
  return chosen
}
