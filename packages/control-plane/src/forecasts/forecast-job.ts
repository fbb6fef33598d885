import {
  calibrate,
  forecastStarts,
  openRunHistory,
  type ArrivalHistory,
  type Delta,
  type Forecast,
  type ForecastOutcome,
  type PastRun,
} from '@fairlead/scheduler'
import { unpackWorld } from '../scheduling/pack-world.ts'

/** Everything that a pass of forecasts needs; survives structured cloning. */
export interface ForecastJob {
  /** Packed by `scheduling/pack-world.ts`. */
  world: Uint8Array
  /** Work to be added to it that nobody has submitted. */
  more: readonly Delta[]
  now: number
  workloadIds: readonly string[]
  runs: readonly PastRun[]
  recent: ArrivalHistory
  /** What became of earlier forecasts, to correct by. */
  outcomes: readonly ForecastOutcome[]
  simulations: number
}

export interface ForecastAnswer {
  forecasts: Forecast[]
  tookMs: number
}

/** Forecasts starts, corrected by how earlier forecasts held. Seconds of work: for a thread of its own. */
export function runForecastJob(job: ForecastJob): ForecastAnswer {
  const startedAt = performance.now()
  const forecasts = forecastStarts({
    world: [...unpackWorld(job.world), ...job.more],
    now: job.now,
    workloadIds: job.workloadIds,
    history: openRunHistory(job.runs),
    recent: job.recent,
    calibration: calibrate(job.outcomes).calibration,
    simulations: job.simulations,
    seed: job.now >>> 0,
  })
  return { forecasts, tookMs: performance.now() - startedAt }
}
