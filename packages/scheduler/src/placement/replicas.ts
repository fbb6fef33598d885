import type { Amounts, Work } from '../round/work.ts'
import { GPU, GPU_DEVICE } from '../state/resources.ts'

/**
 * How many replicas of class `k` the amounts from index `from` hold; without bound when nothing is needed. Parts of devices
 * are counted on the devices that nobody uses, or, where there are none, on the one with most free.
 */
export function replicasThatFit(amounts: Amounts, values: Float64Array, from: number, work: Work, k: number): number {
  const { width, shared } = amounts
  let fits = Infinity
  for (let a = 0; a < width; a++) {
    const wanted = work.need[k * width + a]!
    if (wanted <= 0) continue
    const here = Math.max(0, values[from + a]!)
    const whole = a === shared ? Math.floor(Math.max(0, values[from + amounts.local[GPU]!]!) / GPU_DEVICE) : 0
    fits = Math.min(fits, whole > 0 ? whole * Math.floor(GPU_DEVICE / wanted) : Math.floor(here / wanted))
  }
  return fits
}
