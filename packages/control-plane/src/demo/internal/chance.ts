import { createHash } from 'node:crypto'
import { seededRandom } from '@fairlead/scheduler'

/** Draws that depend on nothing but the seed and the name of what is drawn. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number
  /** One of them, each as likely as its weight. */
  pick<T>(from: readonly T[], weightOf?: (one: T, index: number) => number): T
  /** Log-normal: half of the draws are below `median`; `sigma` is that of the logarithm. */
  logNormal(median: number, sigma: number): number
}

export function chanceOf(seed: number, name: string): Chance {
  const random = seededRandom(createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE())
  return {
    next: random,
    pick: (from, weightOf = () => 1) => {
      const weights = from.map((one, index) => weightOf(one, index))
      let left = random() * weights.reduce((sum, weight) => sum + weight, 0)
      const found = from.find((_, index) => (left -= weights[index] ?? 0) < 0) ?? from.at(-1)
      if (found === undefined) throw new RangeError(`${name}: there is nothing to pick from`)
      return found
    },
    logNormal: (median, sigma) => {
      // Box and Muller; 1 - u is never 0.
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
      return median * Math.exp(sigma * normal)
    },
  }
}
