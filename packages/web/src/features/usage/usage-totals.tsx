import type { ReactNode } from 'react'
import { formatShare, UNKNOWN } from '../../lib/format/numbers.ts'
import { busyShare, wasted, type Resource, type Usage } from './figures-of.ts'
import { hoursText } from './hours-text.ts'
import { moneyText } from './money-text.ts'
import classes from './usage-page.module.css'

interface UsageTotalsProps {
  usage: Usage
  /** The same length of time right before, to compare with. */
  before: Usage | undefined
  resource: Resource
}

/** All of the time that is shown, in four figures. */
export function UsageTotals({ usage, before, resource }: UsageTotalsProps) {
  const total = usage.total[resource]
  const past = before?.total[resource]
  const unit = resource === 'gpu' ? 'GPU hours' : 'CPU hours'
  const busy = busyShare(total)
  const idle = wasted(total)
  const unmeasured = total.allocated - total.measured
  return (
    <dl className={classes['figures']}>
      <Figure name={`${unit} allocated`} value={hoursText(total.allocated)}>
        {past ? compare(total.allocated, past.allocated) : 'held by runs, from assignment to end'}
      </Figure>
      <Figure name="Used" value={busy === undefined ? UNKNOWN : formatShare(busy, 1)}>
        {total.measured === 0
          ? 'nothing was measured'
          : unmeasured > total.allocated * 0.01
            ? `of the ${formatShare(total.measured, total.allocated)} that was measured`
            : 'all of it was measured'}
      </Figure>
      <Figure name={`${unit} not used`} value={idle === undefined ? UNKNOWN : hoursText(idle)}>
        {past && wasted(past) !== undefined && idle !== undefined
          ? compare(idle, wasted(past) ?? 0)
          : 'held, measured and idle'}
      </Figure>
      <Figure name="Over quota" value={total.allocated > 0 ? formatShare(total.overQuota, total.allocated) : UNKNOWN}>
        {hoursText(total.overQuota)} {unit} above what projects deserved
      </Figure>
      {resource === 'gpu' ? (
        <Figure name="Cost" value={moneyText(usage.total.cost, usage.currency)}>
          {usage.currency === null
            ? 'no price is set: see Prices below'
            : usage.total.unpriced > 0
              ? `${hoursText(usage.total.unpriced)} hours had no price`
              : past && before?.total.cost != null && usage.total.cost !== null
                ? compare(usage.total.cost, before.total.cost)
                : 'by the prices of their time'}
        </Figure>
      ) : null}
    </dl>
  )
}

function Figure({ name, value, children }: { name: string; value: string; children: ReactNode }) {
  return (
    <div className={classes['figure']}>
      <dt>{name}</dt>
      <dd className={classes['value']}>{value}</dd>
      <dd className={classes['below']}>{children}</dd>
    </div>
  )
}

/** Above ten times as much a change in percent says less than the two figures. */
const CHANGE_MAX = 10

function compare(now: number, before: number): string {
  if (before <= 0) return now > 0 ? 'none in the time before' : 'none in the time before either'
  const change = (now - before) / before
  if (change > CHANGE_MAX) return `${hoursText(before)} in the time before`
  if (Math.abs(change) < 0.005) return 'as in the time before'
  return `${formatShare(Math.abs(change), 1)} ${change > 0 ? 'more' : 'less'} than in the time before`
}
