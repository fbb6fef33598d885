import { midnightAfter } from '../../lib/time-range.ts'
import type { Usage } from './figures-of.ts'

const HOUR_MS = 3_600_000
const DAYS = { day: 1, week: 7 }

/**
 * The end of what is known of the last hour, day or week, in ms, when that is not over yet: `undefined` when it is, or when the range ends before. Averages of it are
 * of as much as has passed.
 */
export function partialUntil(
  { bucket, points, to, asOf }: Pick<Usage, 'bucket' | 'points' | 'to' | 'asOf'>,
  zone: string,
): number | undefined {
  const until = Math.min(Date.parse(to), Date.parse(asOf))
  const last = points.at(-1)
  // Up to now, or close to it: another range ends where somebody said.
  if (!last || Date.parse(asOf) - Date.parse(to) > HOUR_MS) return undefined
  const start = Date.parse(last.at)
  const end = bucket === 'hour' ? start + HOUR_MS : midnightAfter(start, DAYS[bucket], zone)
  return start <= until && end > until ? until : undefined
}
