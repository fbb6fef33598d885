import { appendFileSync } from 'node:fs'
import {
  calibrate,
  forecastStarts,
  openRunHistory,
  timelineOf,
  type CalibrationReport,
  type ForecastOutcome,
  type SimulationInput,
  type SimulationResult,
} from '@fairlead/scheduler'
import { seeded } from '../engine/seeded.ts'
import type { ReplayOptions } from './options.ts'

const DAY = 86_400_000
/** So much of the trace has to be history before the first forecast. */
const WARM_UP = 0.2
/** How far back running times and arrivals are looked at: as the control plane does. */
const RUNS_MS = 14 * DAY
const ARRIVALS_MS = 7 * DAY
/** A burst is asked about by so many of it, so that it does not stand for all moments. */
const EACH_MAX = 25
/** Work is asked about at the first moment after its submission, if that comes within this time. */
const FRESH_MS = DAY / 24

export interface CheckedForecasts {
  calibration: CalibrationReport
  made: number
  moments: number
  ms: number
  cpuMs: number
}

/**
 * Forecasts, at moments drawn by seed from all submissions, when what was submitted in the hour before and waits will start (at most {@link EACH_MAX} of it, drawn); from what was known at that moment
 * and with the settings of the control plane. Then holds the forecasts against what happened.
 */
export function checkForecasts(
  input: SimulationInput,
  result: SimulationResult,
  { moments, simulations, seed, ledger }: ReplayOptions,
  say: (line: string) => void,
): CheckedForecasts {
  const timeline = timelineOf(input, result)
  const { from, until } = result.measured
  const chosen = draw(
    result.workloads.map(({ submittedAt }) => submittedAt).filter((at) => at >= from + WARM_UP * (until - from)),
    moments,
  )
  const starts = new Map(result.workloads.map(({ id, startedAt }) => [id, startedAt]))
  const began = performance.now()
  const cpu = process.cpuUsage()
  const outcomes: ForecastOutcome[] = []
  const asked = new Set<string>()
  for (const [index, now] of chosen.entries()) {
    const waiting = result.workloads
      .filter(({ submittedAt, startedAt }) => submittedAt <= now && submittedAt > now - FRESH_MS && !(startedAt! < now))
      .map(({ id }) => id)
      .filter((id) => !asked.has(id))
    const fresh = draw(waiting, EACH_MAX)
    const forecasts = forecastStarts({
      world: timeline.worldAt(now),
      now,
      workloadIds: fresh,
      history: openRunHistory(timeline.runsAt(now, now - RUNS_MS)),
      // Where the trace has just begun, the quiet before it counts, as it does in the control plane.
      recent: timeline.arrivalsBetween(now - ARRIVALS_MS, now),
      simulations,
      seed: seed + index,
      ...(input.roundEveryMs === undefined ? {} : { roundEveryMs: input.roundEveryMs }),
    })
    for (const forecast of forecasts) {
      const startedAt = starts.get(forecast.workloadId)
      asked.add(forecast.workloadId)
      const outcome = { forecast, seenUntil: result.endAt, ...(startedAt === undefined ? {} : { startedAt }) }
      outcomes.push(outcome)
      if (ledger !== undefined) appendFileSync(ledger, `${JSON.stringify(outcome)}\n`)
    }
    if ((index + 1) % 10 === 0) {
      const seconds = Math.round((performance.now() - began) / 1_000)
      say(`${index + 1} of ${chosen.length} moments, ${outcomes.length} forecasts, ${seconds} s`)
    }
  }
  const { user, system } = process.cpuUsage(cpu)
  return {
    calibration: calibrate(outcomes),
    made: outcomes.length,
    moments: chosen.length,
    ms: performance.now() - began,
    cpuMs: (user + system) / 1_000,
  }
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
