import { useNow } from '../../lib/clock.ts'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { startSpan, startTip, type Estimate } from './start-span.ts'

/** When it starts, as a span: in half of all forecasts before its begin, in nine of ten before its end. */
export function Starts({ estimate, isPermanent }: { estimate: Estimate | null; isPermanent: boolean }) {
  const now = useNow(5000)
  const { zone } = usePrefs()
  if (isPermanent) return <span data-tip="It waits until somebody changes something.">never</span>
  if (!estimate) return <span>{UNKNOWN}</span>
  return <span data-tip={startTip(estimate, now, zone)}>{startSpan(estimate, now)}</span>
}
