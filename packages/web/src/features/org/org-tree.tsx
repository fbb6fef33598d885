import { Link } from '@tanstack/react-router'
import { shareExtent } from '../../components/bars/share-bar.tsx'
import { cx } from '../../lib/cx.ts'
import { formatAmount, resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { asTree, shareOf, type Queue } from '../queues/shares.ts'
import type { UsageSearch } from '../usage/usage-search.ts'
import { QuotaBadges } from './quota-badge.tsx'
import type { QuotaBadge } from './quota-badges.ts'
import { QUOTA_RESOURCES, type Quota } from './quota-lines.ts'
import { ShareCell } from './share-cell.tsx'
import type { OrgFacts } from './use-org-facts.ts'
import classes from './org.module.css'

interface OrgTreeProps {
  queues: readonly Queue[]
  open: { kind: string; name: string } | undefined
  descriptions: ReadonlyMap<string, string>
  /** Of the pool that is shown. */
  quotas: readonly Quota[]
  badges: ReadonlyMap<string, readonly QuotaBadge[]>
  facts: OrgFacts
}

/** Departments and their projects: for each resource, what each is owed, holds and asks for, on one scale a column. */
export function OrgTree({ queues, open, descriptions, quotas, badges, facts }: OrgTreeProps) {
  const rows = asTree(queues)
  const weights = new Map(quotas.map(({ queue, resources }) => [queue.id, resources['gpu']?.weight]))
  const idleOf = ({ queue: { kind, id } }: Queue) => {
    if (facts.idle === undefined) return undefined
    const ids = kind === 'project' ? [id] : queues.flatMap(({ queue }) => (queue.parentId === id ? [queue.id] : []))
    return ids.reduce((sum, project) => sum + (facts.idle?.get(project) ?? 0), 0)
  }
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
            <th scope="col" style={{ width: '19%' }}>
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
            <Figure width={66} title="Weight" tip="Its share of GPUs that are left over, beside its equals." />
            <Figure width={54} title="Idle" tip="GPUs that its runs hold and have hardly used for half an hour." />
            {facts.members ? (
              <Figure
                width={76}
                title="Members"
                tip="People with a role right here. Those of the whole organization are not counted."
              />
            ) : null}
            <th scope="col" className={classes['end']} style={{ width: 70 }}>
              Waiting
            </th>
            <th scope="col" className={classes['end']} style={{ width: 70 }}>
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
                  <QuotaBadges badges={badges.get(id) ?? []} />
                </td>
                {QUOTA_RESOURCES.map((resource) => (
                  <td key={resource}>
                    <ShareCell queue={queue} resource={resource} max={scale.get(resource) ?? 1} />
                  </td>
                ))}
                <td className={classes['end']}>{formatNumber(weights.get(id), 2)}</td>
                <td className={classes['end']}>
                  <Idle amount={idleOf(queue)} search={kind === 'project' ? { project: name } : { department: name }} />
                </td>
                {facts.members ? (
                  <td className={classes['end']} data-tip={facts.members.get(id)?.join(', ')}>
                    <Members count={facts.members.get(id)?.length ?? 0} name={name} />
                  </td>
                ) : null}
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

function Figure({ title, tip, width }: { title: string; tip: string; width: number }) {
  return (
    <th scope="col" className={classes['end']} style={{ width }} data-tip={tip}>
      {title}
    </th>
  )
}

function Idle({ amount, search }: { amount: number | undefined; search: UsageSearch }) {
  const text = formatAmount('gpu', amount)
  return amount ? (
    <Link to="/usage" search={search}>
      {text}
    </Link>
  ) : (
    text
  )
}

function Members({ count, name }: { count: number; name: string }) {
  return count > 0 ? (
    <Link to="/settings/users" search={{ q: name }}>
      {count}
    </Link>
  ) : (
    0
  )
}
