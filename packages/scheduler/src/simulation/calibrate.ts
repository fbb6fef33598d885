import { correctedWait, WAIT_FLOOR_MS, waitClassOf, type Calibration } from './calibration.ts'
import type { Forecast } from './forecast-starts.ts'
import { addScore, factorsOf, openScoreBook } from './score-book.ts'

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
  /** Forecasts of a start in the next round, and those that did start within {@link WAIT_FLOOR_MS}. */
  startsNow: { count: number; held: number }
  /** Of all forecasts of which it is known. */
  all: Pick<Coverage, 'count' | 'p50' | 'p90'>
  /** Forecasts that are neither held nor broken yet, and those beyond the horizon. */
  open: number
}

/** How fast the level follows what happens. */
const STEP = 0.02

/**
 * Learns from past forecasts how to correct new ones so that medians hold half of the time and ninth deciles nine times of
 * ten. Scores are waits in proportion to drawn waits, and a correction is their quantile by class of wait (conformal
 * prediction with normalised scores); the level of the quantile follows what happens, up when too many broke and down when
 * too few: adaptive conformal inference (Gibbs and Candès, 2021). Forecasts are gone through in the order in which they were
 * made, each corrected by what was known at that moment alone, so that the reported coverage is what users saw.
 */
export function calibrate(outcomes: readonly ForecastOutcome[]): CalibrationReport {
  const sorted = [...outcomes].sort((a, b) => a.forecast.madeAt - b.forecast.madeAt)
  const p50 = follow(sorted, 0.5, ({ p50At }) => p50At)
  const p90 = follow(sorted, 0.9, ({ p90At }) => p90At)
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
  const sizes = [...new Set(waits.map((index) => sorted[index]!.forecast.sizeClass))].sort()
  return {
    calibration: { outcomes: waits.length, p50: { factors: p50.factors }, p90: { factors: p90.factors } },
    waiting,
    bySize: Object.fromEntries(
      sizes.map((size) => [size, coverage(waits.filter((index) => sorted[index]!.forecast.sizeClass === size))]),
    ),
    startsNow: { count: now.length, held: now.length === 0 ? 0 : held.length / now.length },
    all: { count, p50: together(waiting.p50), p90: together(waiting.p90) },
    open: sorted.length - count,
  }
}

function part(of: readonly number[], isHeld: (index: number) => boolean): number {
  return of.length === 0 ? 0 : of.filter(isHeld).length / of.length
}

interface Verdict {
  drawn: boolean
  corrected: boolean
}

/** Goes through time for one quantile: corrections are made from what is known, verdicts come when they come. */
function follow(
  sorted: readonly ForecastOutcome[],
  level: number,
  atOf: (drawn: Forecast['drawn']) => number | undefined,
): { verdicts: (Verdict | undefined)[]; factors: number[] } {
  const verdicts: (Verdict | undefined)[] = sorted.map(() => undefined)
  const pending: { knownAt: number; index: number; score: number; waitClass: number; isOnlyBreach: boolean }[] = []
  const corrected: number[] = []
  const book = openScoreBook(1 - level)
  const learn = (upTo: number) => {
    while (pending.length > 0 && pending[0]!.knownAt <= upTo) {
      const { index, score, waitClass, isOnlyBreach } = pending.shift()!
      const isHeld = score <= corrected[index]!
      if (isHeld || isOnlyBreach) {
        const miss = book.miss + STEP * (1 - level - (isHeld ? 0 : 1))
        book.miss = Math.min(Math.max(miss, (1 - level) / 10), 1 - level / 10)
      }
      if (isOnlyBreach) continue
      verdicts[index] = { drawn: score <= 1, corrected: isHeld }
      addScore(book, waitClass, score)
    }
  }
  for (const [index, outcome] of sorted.entries()) {
    const { madeAt, startsNow, drawn } = outcome.forecast
    const at = atOf(drawn)
    learn(madeAt)
    if (startsNow || at === undefined) continue
    const drawnMs = at - madeAt
    const factors = factorsOf(book)
    corrected[index] = (correctedWait({ factors }, drawnMs) + WAIT_FLOOR_MS) / (drawnMs + WAIT_FLOOR_MS)
    const limit = madeAt + Math.max(drawnMs, correctedWait({ factors }, drawnMs))
    // What has not started counts once it is late by any measure; before that, it is neither held nor broken.
    if (outcome.startedAt === undefined && outcome.seenUntil <= limit) continue
    const knownAt = outcome.startedAt ?? outcome.seenUntil
    const score = (knownAt - madeAt + WAIT_FLOOR_MS) / (drawnMs + WAIT_FLOOR_MS)
    const entry = { knownAt, index, score, waitClass: waitClassOf(drawnMs), isOnlyBreach: false }
    insert(pending, entry)
    // That it broke is known before its wait is.
    if (score <= corrected[index]!) continue
    insert(pending, { ...entry, knownAt: madeAt + correctedWait({ factors }, drawnMs), isOnlyBreach: true })
  }
  learn(Infinity)
  return { verdicts, factors: factorsOf(book) }
}

function insert<T extends { knownAt: number }>(list: T[], entry: T): void {
  let at = list.length
  while (at > 0 && list[at - 1]!.knownAt > entry.knownAt) at--
  list.splice(at, 0, entry)
}
