import { ShareBar } from '../../components/bars/share-bar.tsx'
import { formatAmount } from '../../lib/format/amounts.ts'
import { shareOf, type Queue } from '../queues/shares.ts'
import classes from './org.module.css'

/** One resource of a queue: allocated of deserved, and what is asked for where that is more; `max` is the scale of its column. */
export function ShareCell({ queue, resource, max }: { queue: Queue; resource: string; max: number }) {
  const share = shareOf(queue, resource)
  return (
    <span className={classes['share']}>
      <span className={classes['figures']}>
        <span>
          {formatAmount(resource, share.allocated)}{' '}
          <span className={classes['dim']}>
            /{' '}
            {share.deserved === null ? (
              <abbr title="unlimited" aria-label="unlimited">
                ∞
              </abbr>
            ) : (
              formatAmount(resource, share.deserved)
            )}
          </span>
        </span>
        {share.requested > share.allocated ? (
          <span className={classes['dim']}>asks {formatAmount(resource, share.requested)}</span>
        ) : null}
      </span>
      <ShareBar share={share} max={max} height={10} />
    </span>
  )
}
