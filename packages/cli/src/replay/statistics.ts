export interface Spread {
  count: number
  mean: number
  p50: number
  p90: number
  p99: number
  max: number
}

/** Mean and nearest-rank percentiles. Of nothing, everything is 0. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0
  const sum = sorted.reduce((total, value) => total + value, 0)
  return {
    count: sorted.length,
    mean: sorted.length === 0 ? 0 : sum / sorted.length,
    p50: rank(0.5),
    p90: rank(0.9),
    p99: rank(0.99),
    max: sorted.at(-1) ?? 0,
  }
}

/** An amount that was held for a while. */
export interface Interval {
  from: number
  to: number
  amount: number
}

/** Mean of what was held between `from` and `to`. */
export function meanHeld(intervals: readonly Interval[], from: number, to: number): number {
  if (to <= from) return 0
  return held(intervals, from, to) / (to - from)
}

/** The same for `count` equal parts of that time. */
export function heldOverTime(intervals: readonly Interval[], from: number, to: number, count: number): number[] {
  const step = (to - from) / count
  return Array.from({ length: count }, (_, index) =>
    meanHeld(intervals, from + index * step, from + (index + 1) * step),
  )
}

/** Amount times time, inside the window. */
export function held(intervals: readonly Interval[], from = -Infinity, to = Infinity): number {
  return intervals.reduce((sum, one) => {
    const seconds = Math.min(one.to, to) - Math.max(one.from, from)
    return seconds > 0 ? sum + one.amount * seconds : sum
  }, 0)
}
