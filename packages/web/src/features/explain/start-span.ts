import { formatDuration, formatAge, formatExact } from '../../lib/format/time.ts'
import type { Why } from './gates.ts'

export type Estimate = NonNullable<Why['workload']['startEstimate']>

/** `5m – 2h`, from now. */
export function startSpan({ p50, p90 }: Pick<Estimate, 'p50' | 'p90'>, now: number): string {
  const until = (at: string) => Date.parse(at) - now
  if (p50 === null) return 'not soon'
  if (p90 === null) return `${short(until(p50))} or later`
  if (until(p90) <= 0) return 'any moment'
  const [early, late] = [short(until(p50)), short(until(p90))]
  return early === late ? `in ${late}` : `${early} – ${late}`
}

/** A span in its largest unit: an estimate claims no more. */
function short(ms: number): string {
  return ms <= 0 ? 'now' : (formatDuration(ms).split(' ')[0] ?? '')
}

/** What stands behind a span: its two ends as moments of a zone, and how old the forecast is. */
export function startTip({ p50, p90, madeAt }: Estimate, now: number, zone: string): string {
  const exact = (at: string | null) => (at === null ? 'later than was looked ahead' : formatExact(Date.parse(at), zone))
  return `Half of the forecasts: ${exact(p50)}. Nine of ten: ${exact(p90)}. Made ${formatAge(Date.parse(madeAt), now)}.`
}
