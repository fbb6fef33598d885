import { WAIT_CLASSES, WAIT_FLOOR_MS, waitClassOf, type Calibration } from './calibration.ts'
import { followQuantile } from './follow-quantile.ts'
import type { Forecast } from './forecast-starts.ts'

/** A forecast, and what is known of what became of it. */
export interface ForecastOutcome {
  forecast: Pick<Forecast, 'madeAt' | 'sizeClass' | 'startsNow' | 'drawn'>
  /** Undefined: it has not started. */
  startedAt?: number
  /** It was looked at up to here; what has not started by then waits still, or was cancelled then. */
  seenUntil: number
}

/** How often forecasts held. */
export interface Coverage {
  count: number
  /** Of these, the part that started by its median, as drawn and as corrected at the time by what was known then. */
  p50Drawn: number
  p50: number
  p90Drawn: number
  p90: number
}

export interface CalibrationReport {
  calibration: Calibration
  /** Of work that had to wait by its forecast, whose end is known. */
  waiting: Coverage
  bySize: Readonly<Record<string, Coverage>>
  /** By how far away the drawn median is: by {@link WAIT_CLASSES}, those that there are, in their order. */
  byWait: Readonly<Record<string, Coverage>>
  /** Forecasts of a start in the next round, and those that did start within {@link WAIT_FLOOR_MS}. */
  startsNow: { count: number; held: number }
  /** Of all forecasts of which it is known. */
  all: Pick<Coverage, 'count' | 'p50' | 'p90'>
  /** Forecasts that are neither held nor broken yet, and those beyond the horizon. */
  open: number
}

/**
 * Learns from past forecasts how to correct new ones so that medians hold half of the time and ninth deciles nine times of
 * ten. Scores are waits in proportion to drawn waits, and a correction is their quantile by class of wait (conformal
 * prediction with normalised scores); the level of the quantile follows what happens, up when too many broke and down when
 * too few: adaptive conformal inference (Gibbs and Candès, 2021). Forecasts are gone through in the order in which they were
 * made, each corrected by what was known at that moment alone, so that the reported coverage is what users saw.
 */
export function calibrate(outcomes: readonly ForecastOutcome[]): CalibrationReport {
  const sorted = [...outcomes].sort((a, b) => a.forecast.madeAt - b.forecast.madeAt)
  const p50 = followQuantile(sorted, 0.5, ({ forecast }) => forecast.drawn.p50At)
  const p90 = followQuantile(sorted, 0.9, ({ forecast }) => forecast.drawn.p90At)
  const isKnown = (index: number) => p50.verdicts[index] !== undefined && p90.verdicts[index] !== undefined
  const numbers = sorted.map((_, index) => index)
  const waits = numbers.filter((index) => isKnown(index) && !sorted[index]!.forecast.startsNow)
  const now = sorted.filter(({ forecast }) => forecast.startsNow)
  const held = now.filter(
    ({ forecast, startedAt }) => startedAt !== undefined && startedAt - forecast.madeAt <= WAIT_FLOOR_MS,
  )
  const coverage = (chosen: readonly number[]): Coverage => ({
    count: chosen.length,
    p50Drawn: part(chosen, (index) => p50.verdicts[index]!.drawn),
    p50: part(chosen, (index) => p50.verdicts[index]!.corrected),
    p90Drawn: part(chosen, (index) => p90.verdicts[index]!.drawn),
    p90: part(chosen, (index) => p90.verdicts[index]!.corrected),
  })
  const waiting = coverage(waits)
  const count = waits.length + now.length
  const together = (of: number) => (count === 0 ? 0 : (of * waits.length + held.length) / count)
  const waitsOf = waits.map((index) =>
    waitClassOf(sorted[index]!.forecast.drawn.p50At! - sorted[index]!.forecast.madeAt),
  )
  const sizes = [...new Set(waits.map((index) => sorted[index]!.forecast.sizeClass))].sort()
  return {
    calibration: { outcomes: waits.length, p50: { factors: p50.factors }, p90: { factors: p90.factors } },
    waiting,
    bySize: Object.fromEntries(
      sizes.map((size) => [size, coverage(waits.filter((index) => sorted[index]!.forecast.sizeClass === size))]),
    ),
    byWait: Object.fromEntries(
      WAIT_CLASSES.map(
        (name, number) => [name, coverage(waits.filter((_, at) => waitsOf[at] === number))] as const,
      ).filter(([, { count: found }]) => found > 0),
    ),
    startsNow: { count: now.length, held: now.length === 0 ? 0 : held.length / now.length },
    all: { count, p50: together(waiting.p50), p90: together(waiting.p90) },
    open: sorted.length - count,
  }
}

function part(of: readonly number[], isHeld: (index: number) => boolean): number {
  return of.length === 0 ? 0 : of.filter(isHeld).length / of.length
}
