import {
  calibrate,
  forecastStarts,
  openRunHistory,
  type ArrivalHistory,
  type Delta,
  type Forecast,
  type ForecastOutcome,
  type PastRun,
  type WorkloadUpsert,
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

/** Work that nobody has submitted, each to be looked at as if it were the only new one. */
export interface EstimateJob extends Pick<
  ForecastJob,
  'world' | 'now' | 'runs' | 'recent' | 'outcomes' | 'simulations'
> {
  alone: readonly WorkloadUpsert[]
  /** Those for which there is no time left get no answer. */
  budgetMs: number
}

/** One forecast after the other, until the time is over. */
export function runEstimateJob({ alone, budgetMs, ...job }: EstimateJob): (Forecast | null)[] {
  const startedAt = performance.now()
  return alone.map((workload) => {
    if (performance.now() - startedAt > budgetMs) return null
    return runForecastJob({ ...job, more: [workload], workloadIds: [workload.id] }).forecasts[0] ?? null
  })
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
