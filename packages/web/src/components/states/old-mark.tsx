import { formatClock } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import classes from './states.module.css'

/** What is beside it is not of now, and of when it is. */
export function OldMark({ at }: { at: number }) {
  const { zone } = usePrefs()
  return <span className={classes['old']}>as of {formatClock(at, zone)}</span>
}
