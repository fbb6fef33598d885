import type { ForecastOutcome } from './calibrate.ts'
import { correctedWait, WAIT_FLOOR_MS, waitClassOf } from './calibration.ts'
import { factorsAt, type Score } from './score-book.ts'

/** Whether a forecast held: as drawn, and as corrected when it was made. */
export interface Verdict {
  drawn: boolean
  corrected: boolean
}

/** How fast the level follows what happens, for each hour of forecasts. */
const STEP = 0.05
const HOUR_MS = 3_600_000

/**
 * Goes through time for one quantile. Each hour's forecasts are corrected by what was known when the hour began, and verdicts come when they come: that one broke is known before its
 * wait is.
 */
export function followQuantile(
  sorted: readonly ForecastOutcome[],
  level: number,
  drawnAtOf: (outcome: ForecastOutcome) => number | undefined,
): { verdicts: (Verdict | undefined)[]; factors: number[] } {
  const verdicts: (Verdict | undefined)[] = sorted.map(() => undefined)
  const hours = countByHour(sorted, drawnAtOf)
  const scores: Score[] = []
  const pending: { at: number; isHeld: boolean; weight: number }[] = []
  let miss = 1 - level
  let factors = factorsAt([], 0, miss, WAIT_FLOOR_MS)
  let hour = -Infinity
  const learn = (now: number) => {
    while (pending.length > 0 && pending[0]!.at <= now) {
      const { isHeld, weight } = pending.shift()!
      const moved = miss + STEP * weight * (1 - level - (isHeld ? 0 : 1))
      miss = Math.min(Math.max(moved, (1 - level) / 10), 1 - level / 10)
    }
    factors = factorsAt(scores, now, miss, WAIT_FLOOR_MS)
  }
  for (const [index, outcome] of sorted.entries()) {
    const { madeAt, startsNow } = outcome.forecast
    const drawnAt = drawnAtOf(outcome)
    if (startsNow || drawnAt === undefined) continue
    const mine = Math.floor(madeAt / HOUR_MS)
    if (mine !== hour) learn(madeAt)
    hour = mine
    const drawnMs = drawnAt - madeAt
    const waitClass = waitClassOf(drawnMs)
    const weight = 1 / hours.get(keyOf(madeAt, waitClass))!
    const { startedAt, seenUntil } = outcome
    const until = startedAt ?? seenUntil
    scores.push({ madeAt, waitClass, drawnMs, until, isEnded: startedAt !== undefined, weight })
    const limit = madeAt + correctedWait({ factors }, drawnMs)
    const isHeld = startedAt !== undefined && startedAt <= limit
    // What has not started counts once it is late by any measure; before that, it is neither held nor broken.
    if (isHeld || until > limit) insert(pending, { at: isHeld ? startedAt : limit, isHeld, weight })
    if (startedAt === undefined && seenUntil <= Math.max(limit, drawnAt)) continue
    verdicts[index] = { drawn: startedAt !== undefined && startedAt <= drawnAt, corrected: isHeld }
  }
  learn(Infinity)
  return { verdicts, factors }
}

function countByHour(
  sorted: readonly ForecastOutcome[],
  drawnAtOf: (outcome: ForecastOutcome) => number | undefined,
): Map<string, number> {
  const hours = new Map<string, number>()
  for (const outcome of sorted) {
    const { madeAt, startsNow } = outcome.forecast
    const drawnAt = drawnAtOf(outcome)
    if (startsNow || drawnAt === undefined) continue
    const key = keyOf(madeAt, waitClassOf(drawnAt - madeAt))
    hours.set(key, (hours.get(key) ?? 0) + 1)
  }
  return hours
}

function keyOf(madeAt: number, waitClass: number): string {
  return `${Math.floor(madeAt / HOUR_MS)} ${waitClass}`
}

function insert<T extends { at: number }>(list: T[], entry: T): void {
  let at = list.length
  while (at > 0 && list[at - 1]!.at > entry.at) at--
  list.splice(at, 0, entry)
}
