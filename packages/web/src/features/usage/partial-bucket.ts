import type { Usage } from './figures-of.ts'

/** Days and weeks can be an hour shorter or longer where clocks change. */
const SPAN_MS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 }
const CLOCK_CHANGE_MS = 3_600_000

/**
 * The end of what is known of the last hour, day or week, in ms, when that is not over yet: `undefined` when it is, or when the range ends before. Averages of it are
 * of as much as has passed.
 */
export function partialUntil({
  bucket,
  points,
  to,
  asOf,
}: Pick<Usage, 'bucket' | 'points' | 'to' | 'asOf'>): number | undefined {
  const until = Math.min(Date.parse(to), Date.parse(asOf))
  const last = points.at(-1)
  // Up to now, or close to it: another range ends where somebody said.
  if (!last || Date.parse(asOf) - Date.parse(to) > SPAN_MS.hour) return undefined
  const end = Date.parse(last.at) + SPAN_MS[bucket]
  const slack = bucket === 'hour' ? 0 : CLOCK_CHANGE_MS
  return Date.parse(last.at) <= until && end - slack > until ? until : undefined
}
