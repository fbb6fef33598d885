import { Link } from '@tanstack/react-router'
import { ShareBar, shareExtent } from '../../components/bars/share-bar.tsx'
import { cx } from '../../lib/cx.ts'
import { formatAmount, resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { asTree, shareOf, type Queue } from '../queues/shares.ts'
import { QUOTA_RESOURCES } from './quota-lines.ts'
import classes from './org.module.css'

interface OrgTreeProps {
  queues: readonly Queue[]
  open: { kind: string; name: string } | undefined
  descriptions: ReadonlyMap<string, string>
}

/** Departments and their projects: for each resource, what each is owed, holds and asks for, on one scale a column. */
export function OrgTree({ queues, open, descriptions }: OrgTreeProps) {
  const rows = asTree(queues)
  const scale = new Map(
    QUOTA_RESOURCES.map((resource) => [
      resource,
      Math.max(1, ...rows.map(({ queue }) => shareExtent(shareOf(queue, resource)))),
    ]),
  )
  return (
    // It scrolls sideways on narrow screens, so it can take the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes['tree']} role="group" aria-label="Departments and projects" tabIndex={0}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col" style={{ width: '24%' }}>
              Department, project
            </th>
            {QUOTA_RESOURCES.map((resource) => (
              <th
                key={resource}
                scope="col"
                data-tip="Allocated of deserved, and what is asked for where that is more."
              >
                {resourceLabel(resource)}, {resourceUnit(resource)}
              </th>
            ))}
            <th scope="col" className={classes['end']} style={{ width: 76 }}>
              Waiting
            </th>
            <th scope="col" className={classes['end']} style={{ width: 76 }}>
              Running
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ queue, depth }) => {
            const { kind, id, name } = queue.queue
            const isOpen = open?.kind === kind && open.name === name
            return (
              <tr
                key={id}
                className={cx(depth === 0 ? classes['department'] : classes['project'], isOpen && classes['open'])}
              >
                <td>
                  <span className={classes['nameCell']}>
                    <Link
                      from="/org"
                      to="/org"
                      search={(before) => ({ ...before, panel: kind, of: name })}
                      replace
                      className={classes['name'] ?? ''}
                      aria-current={isOpen ? 'true' : undefined}
                    >
                      {name}
                    </Link>
                    <span className={classes['sub']}>{descriptions.get(id)}</span>
                  </span>
                </td>
                {QUOTA_RESOURCES.map((resource) => (
                  <td key={resource}>
                    <ShareCell queue={queue} resource={resource} max={scale.get(resource) ?? 1} />
                  </td>
                ))}
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

function ShareCell({ queue, resource, max }: { queue: Queue; resource: string; max: number }) {
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
