export interface Expectation {
  /** What was spent already. */
  spent: number
  /** Of an hour of all that it holds. */
  hourly: number
  /** How long its run goes on already, in milliseconds; 0: it has none. */
  elapsedMs: number
  /** How long runs like it took, in milliseconds. */
  runtimesMs: readonly number[]
  /** It is ended after so long; null: never. */
  timeoutMs: number | null
}

/** Fewer say nothing. */
const RUNS_MIN = 5
const HOUR_MS = 3_600_000

/**
 * What it will have cost at its end: at the half and at nine tenths of the runs like it that lasted as long as it does already. Undefined when these are
 * fewer than five.
 */
export function expectedCost({ spent, hourly, elapsedMs, runtimesMs, timeoutMs }: Expectation) {
  const left = runtimesMs.filter((ms) => ms > elapsedMs).toSorted((a, b) => a - b)
  if (left.length < RUNS_MIN) return undefined
  const at = (part: number) => {
    const ms = Math.min(left[Math.ceil(left.length * part) - 1] ?? 0, timeoutMs ?? Infinity)
    return round(spent + (hourly * Math.max(0, ms - elapsedMs)) / HOUR_MS)
  }
  return { p50: at(0.5), p90: at(0.9), samples: left.length }
}

/** The most that it can cost in the run that it is in or waits for; null: nothing ends it. */
export function costAtTimeout({ spent, hourly, elapsedMs, timeoutMs }: Omit<Expectation, 'runtimesMs'>): number | null {
  return timeoutMs === null ? null : round(spent + (hourly * Math.max(0, timeoutMs - elapsedMs)) / HOUR_MS)
}

function round(cost: number): number {
  return Math.round(cost * 100) / 100
}
