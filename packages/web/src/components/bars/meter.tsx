import { formatAmount } from '../../lib/format/amounts.ts'
import { UNKNOWN } from '../../lib/format/numbers.ts'
import { UsageBar } from './usage-bar.tsx'
import classes from './bars.module.css'

interface MeterProps {
  resource: string
  used: number | undefined
  total: number | undefined
}

/** Taken of total with its bar, for one resource in a table cell. Nothing there at all is a dash, not a full or an empty bar. */
export function Meter({ resource, used = 0, total }: MeterProps) {
  if (total === undefined || total === 0) return <span className={classes['of']}>{UNKNOWN}</span>
  return (
    <span className={classes['meter']}>
      <span>
        {formatAmount(resource, used)} <span className={classes['of']}>/ {formatAmount(resource, total)}</span>
      </span>
      <UsageBar used={used} total={total} height={4} />
    </span>
  )
}
