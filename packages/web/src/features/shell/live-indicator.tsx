import { cx } from '../../lib/cx.ts'
import { formatClock } from '../../lib/format/time.ts'
import { useLiveState } from '../../lib/live/live-client.ts'
import { usePrefs } from '../../lib/prefs.ts'
import classes from './shell.module.css'

/** Whether what is on screen follows the control plane, or since when it does not. */
export function LiveIndicator() {
  const { status, since } = useLiveState()
  const { zone } = usePrefs()
  const isLive = status === 'live'
  const about = isLive
    ? 'Changes appear by themselves'
    : `What is on screen is as of ${formatClock(since, zone)}; trying to reach the control plane`
  return (
    <span className={classes['live']} role="status" data-tip={about}>
      <span className={cx(classes['dot'], !isLive && classes['dotOff'])} aria-hidden />
      <span className={classes['liveText']}>
        {isLive ? 'Live' : status === 'connecting' ? 'Connecting' : 'Reconnecting'}
      </span>
    </span>
  )
}
