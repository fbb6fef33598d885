import { WAIT_CLASS_COUNT } from './calibration.ts'

/** One earlier forecast of one quantile. */
export interface Score {
  madeAt: number
  waitClass: number
  /** Drawn wait, never nothing: waits are told in proportion to it. */
  drawnMs: number
  /** Its wait ended here, or was seen up to here. */
  until: number
  isEnded: boolean
  /** One over those that were made in the same hour: what happens to one of them happens to all. */
  weight: number
}

/** Forecasts older than this say nothing any more. */
const WINDOW_MS = 30 * 86_400_000
/** Forecasts are believed as they are drawn as much as so many hours of experience; a class of waits is believed to be like the others as much. */
const BELIEF = 4

/**
 * The factor of each class of waits, by what is known at `now`: the quantile that leaves `miss` of all scores above it, with the finite-sample step of split conformal
 * prediction. Work that waits still counts for what it says, that its score is at least so much (Kaplan and Meier, 1958): else only short waits
 * would be known of a burst, while it lasts.
 */
export function factorsAt(scores: readonly Score[], now: number, miss: number, waitFloorMs: number): number[] {
  const known: Known[][] = Array.from({ length: WAIT_CLASS_COUNT }, () => [])
  let last = scores.length - 1
  while (last >= 0 && scores[last]!.madeAt >= now) last--
  for (let at = last; at >= 0 && scores[at]!.madeAt >= scores[last]!.madeAt - WINDOW_MS; at--) {
    const { madeAt, waitClass, drawnMs, until, isEnded, weight } = scores[at]!
    const score = (Math.min(until, now) - madeAt + waitFloorMs) / (drawnMs + waitFloorMs)
    known[waitClass]!.push({ score, isEnded: isEnded && until <= now, weight })
  }
  const all = towards(0, known.flat(), miss)
  return known.map((mine) => Math.exp(towards(all, mine, miss)))
}

interface Known {
  score: number
  isEnded: boolean
  weight: number
}

/** The logarithm of the factor, drawn towards `belief` where little is known. */
function towards(belief: number, known: Known[], miss: number): number {
  let count = 0
  // What has not waited as long as was drawn says little yet.
  for (const { score, isEnded, weight } of known) count += isEnded ? weight : weight * Math.min(1, score)
  if (count === 0) return belief
  const quantile = quantileOf(known, Math.max(0, 1 - (1 - miss) * (1 + 1 / count)))
  return (Math.log(quantile) * count + belief * BELIEF) / (count + BELIEF)
}

/** The least score that leaves no more than `above` of all above it. */
function quantileOf(known: Known[], above: number): number {
  known.sort((a, b) => a.score - b.score || Number(b.isEnded) - Number(a.isEnded))
  let left = known.reduce((sum, { weight }) => sum + weight, 0)
  let alive = 1
  for (const { score, isEnded, weight } of known) {
    if (isEnded) alive *= Math.max(0, 1 - weight / left)
    if (alive <= above + 1e-9) return score
    left -= weight
  }
  return known.at(-1)!.score
}
