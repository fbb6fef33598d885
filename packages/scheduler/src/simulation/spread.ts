import type { Spread } from './simulation-result.ts'

/** Mean and nearest-rank percentiles; of nothing, everything is 0. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  let sum = 0
  for (const value of sorted) sum += value
  const count = sorted.length
  return {
    count,
    mean: count === 0 ? 0 : sum / count,
    p50: quantileOf(sorted, 0.5),
    p90: quantileOf(sorted, 0.9),
    p99: quantileOf(sorted, 0.99),
    max: sorted[count - 1] ?? 0,
  }
}

/** The nearest-rank quantile of sorted values; 0 of nothing. */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0
}
