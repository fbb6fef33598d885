const WINDOW_MS_MIN = 1_000
const WINDOW_MS_MAX = 60_000
/** A refused agent comes back this seldom: a person has to do something first. */
export const REFUSED_WINDOW_MS: readonly [number, number] = [5 * 60_000, 15 * 60_000]
/** A session that lived this long was healthy: the next attempts start from the smallest window. */
export const STABLE_MS = 60_000

/**
 * Length of the n-th window in milliseconds. One attempt is made at a random moment of each window and the rest of it is slept
 * through, so that however long many agents try, their attempts stay spread evenly.
 */
export function reconnectWindow(attempt: number): number {
  return Math.min(WINDOW_MS_MAX, WINDOW_MS_MIN * 2 ** Math.min(attempt, 16))
}

/** A uniform moment within a range. */
export function uniform([from, to]: readonly [number, number], random: () => number): number {
  return from + Math.max(0, to - from) * random()
}
