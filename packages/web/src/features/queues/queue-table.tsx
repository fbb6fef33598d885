import { Link } from '@tanstack/react-router'
import { ShareBar, shareScale } from '../../components/bars/share-bar.tsx'
import { cx } from '../../lib/cx.ts'
import { formatAmount } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import type { QueueResource } from './queue-search.ts'
import { asTree, shareOf, type Queue } from './shares.ts'
import classes from './queues.module.css'

interface QueueTableProps {
  queues: readonly Queue[]
  resource: QueueResource
  chosen: string | undefined
}

/** Every queue of a pool on one scale: what it is owed, may hold, holds and asks for. */
export function QueueTable({ queues, resource, chosen }: QueueTableProps) {
  const rows = asTree(queues)
  const max = shareScale(rows.map(({ queue }) => shareOf(queue, resource)))
  const bound = (amount: number | null) => (amount === null ? 'unlimited' : formatAmount(resource, amount))
  return (
    // It scrolls sideways on narrow screens, so it can take the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes['scroll']} role="group" aria-label="Queues" tabIndex={0}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col" className={classes['bar']}>
              Share
            </th>
            {['Allocated', 'Not preemptible', 'Deserved', 'Fair share', 'Limit', 'Requested', 'Waiting', 'Running'].map(
              (name) => (
                <th key={name} scope="col" className={classes['end']}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ queue, depth }) => {
            const share = shareOf(queue, resource)
            const isBorrowing = share.deserved !== null && share.allocated > share.deserved
            const { kind, name, id } = queue.queue
            return (
              <tr
                key={id}
                className={cx(
                  depth === 0 ? classes['department'] : classes['project'],
                  chosen === name && kind === 'project' && classes['chosen'],
                )}
              >
                <td>
                  {kind === 'project' ? (
                    <Link
                      from="/queues"
                      to="/queues"
                      search={(before) => defined({ ...before, project: chosen === name ? undefined : name })}
                      replace
                      className={classes['link'] ?? ''}
                    >
                      {name}
                    </Link>
                  ) : (
                    name
                  )}
                </td>
                <td>
                  <ShareBar share={share} max={max} />
                </td>
                <td className={cx(classes['end'], isBorrowing && classes['over'])}>
                  {formatAmount(resource, share.allocated)}
                </td>
                <td className={classes['end']}>
                  {formatAmount(resource, queue.allocatedNonPreemptible[resource] ?? 0)}
                </td>
                <td className={classes['end']}>{bound(share.deserved)}</td>
                <td className={classes['end']}>{formatAmount(resource, share.fairShare)}</td>
                <td className={classes['end']}>{bound(share.limit)}</td>
                <td className={classes['end']}>{formatAmount(resource, share.requested)}</td>
                <td className={classes['end']}>{formatNumber(queue.waiting)}</td>
                <td className={classes['end']}>{formatNumber(queue.running)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
