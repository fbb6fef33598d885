import { useNow } from '../../lib/clock.ts'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { formatAge, formatDuration, formatExact } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import type { PendingWorkload } from './pending.ts'

type Estimate = NonNullable<PendingWorkload['startEstimate']>

/** When it starts, as a span: in half of all forecasts before its begin, in nine of ten before its end. */
export function Starts({ estimate, isPermanent }: { estimate: Estimate | null; isPermanent: boolean }) {
  const now = useNow(5000)
  const { zone } = usePrefs()
  if (isPermanent) return <span data-tip="It waits until somebody changes something.">never</span>
  if (!estimate) return <span>{UNKNOWN}</span>
  const exact = (at: string | null) => (at === null ? 'later than was looked ahead' : formatExact(Date.parse(at), zone))
  const tip = `Half of the forecasts: ${exact(estimate.p50)}. Nine of ten: ${exact(estimate.p90)}. Made ${formatAge(Date.parse(estimate.madeAt), now)}.`
  return <span data-tip={tip}>{startSpan(estimate, now)}</span>
}

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
