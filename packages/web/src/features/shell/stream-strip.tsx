import { useEffect, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { useNow } from '../../lib/clock.ts'
import { cx } from '../../lib/cx.ts'
import { readFailedAgain, useFailedReads, type FailedReads } from '../../lib/failed-reads.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { formatAge, formatClock } from '../../lib/format/time.ts'
import { useLiveState } from '../../lib/live/live-client.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useNewVersion } from './use-new-version.ts'
import classes from './shell.module.css'

/** Short gaps happen and heal; a strip for each would only be noise. */
const QUIET_MS = 4000

/** Across the page: what is on screen is old, all of it or a part, or a newer console waits. */
export function StreamStrip() {
  const { status, since } = useLiveState()
  const { zone } = usePrefs()
  const now = useNow(1000)
  const hasNewVersion = useNewVersion()
  const failed = useFailedReads()
  if ((status === 'reconnecting' || status === 'connecting') && now - since > QUIET_MS) {
    return (
      <div className={classes['strip']} role="status">
        <strong>The control plane is out of reach.</strong>
        <span>
          What you see is as of {formatClock(since, zone)}. Clusters go on by themselves; this page comes back by
          itself.
        </span>
      </div>
    )
  }
  // Without the stream nothing can be read, which is told above after a moment.
  if (failed && status === 'live') return <FailedStrip failed={failed} />
  if (hasNewVersion) {
    return (
      <div className={cx(classes['strip'], classes['stripInfo'])} role="status">
        <strong>A newer console is there.</strong>
        <span>Reload when it suits you.</span>
        <Button size="small" onClick={() => location.reload()}>
          Reload
        </Button>
      </div>
    )
  }
  return null
}

const AGAIN_EVERY_MS = 15_000

/** Some questions were answered and then failed: which, since when, and why. They are asked again now and then, and on demand. */
function FailedStrip({ failed: { names, oldestAt, message, isPassing } }: { failed: FailedReads }) {
  const { zone } = usePrefs()
  const now = useNow(1000)
  const [isBusy, setBusy] = useState(false)
  const again = () => {
    setBusy(true)
    void readFailedAgain().finally(() => setBusy(false))
  }
  useEffect(() => {
    if (!isPassing) return
    const timer = setInterval(() => void readFailedAgain(), AGAIN_EVERY_MS)
    return () => clearInterval(timer)
  }, [isPassing])
  return (
    <div className={classes['strip']} role="status">
      <strong>Could not be read again: {names.join(', ')}.</strong>
      <span>
        What you see of it is as of {formatClock(oldestAt, zone)}, {formatAge(oldestAt, now)}. {sentence(message)}
      </span>
      <Button size="small" isBusy={isBusy} onClick={again}>
        Try again
      </Button>
    </div>
  )
}
