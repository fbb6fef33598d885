import { Button } from '../../components/button/button.tsx'
import { useNow } from '../../lib/clock.ts'
import { cx } from '../../lib/cx.ts'
import { formatClock } from '../../lib/format/time.ts'
import { useLiveState } from '../../lib/live/live-client.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useNewVersion } from './use-new-version.ts'
import classes from './shell.module.css'

/** Short gaps happen and heal; a strip for each would only be noise. */
const QUIET_MS = 4000

/** Across the page: what is on screen is old, or a newer console waits. */
export function StreamStrip() {
  const { status, since } = useLiveState()
  const { zone } = usePrefs()
  const now = useNow(1000)
  const hasNewVersion = useNewVersion()
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
