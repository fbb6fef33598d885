import { useMemo, useState } from 'react'
import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { Section } from '../../components/page/section.tsx'
import type { Sort, TableColumn } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { RowLink } from '../../components/table/row-link.tsx'
import { formatNumber, formatShare, plural, UNKNOWN } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { busyShare, wasted, type Resource, type Usage } from './figures-of.ts'
import { USAGE_BY_LABELS, type UsageBy } from './usage-search.ts'
import { hoursText } from './hours-text.ts'
import classes from './usage-page.module.css'

type Line = Usage['lines'][number]

/** Who held how much. A line leads to its own hours: by user for a project, by project for all else. */
export function UsageLines({ usage, resource, by }: { usage: Usage; resource: Resource; by: UsageBy }) {
  const [sort, setSort] = useState<Sort>({ id: 'allocated', isDescending: true })
  const most = usage.lines.reduce((max, line) => Math.max(max, line[resource].allocated), 0)
  const columns = useMemo((): TableColumn<Line>[] => {
    const hours = (id: string, header: string, about: string, value: (line: Line) => number | undefined) => ({
      id,
      header,
      about,
      width: '116px',
      align: 'end' as const,
      sort: (line: Line) => value(line) ?? -1,
      cell: (line: Line) => {
        const amount = value(line)
        return amount === undefined ? UNKNOWN : hoursText(amount)
      },
    })
    return [
      {
        id: 'name',
        header: USAGE_BY_LABELS[by],
        width: 'minmax(160px, 1.4fr)',
        isPinned: true,
        isFixed: true,
        sort: ({ name }) => name,
        cell: ({ name }) => (
          <RowLink
            from="/usage"
            to="/usage"
            search={(before) =>
              defined({ ...before, [by]: name, by: by === 'project' ? ('user' as const) : undefined })
            }
          >
            {name}
          </RowLink>
        ),
      },
      {
        ...hours('allocated', 'Hours', 'Held by runs, from assignment to end.', (line) => line[resource].allocated),
        width: '96px',
      },
      {
        id: 'bar',
        header: '',
        width: 'minmax(80px, 1fr)',
        cell: (line) => <UsageBar used={line[resource].allocated} total={most} />,
      },
      {
        id: 'share',
        header: 'Of all',
        width: '84px',
        align: 'end',
        cell: (line) => formatShare(line[resource].allocated, usage.total[resource].allocated),
      },
      {
        id: 'busy',
        header: 'Used',
        about: 'Of the hours that were measured.',
        width: '84px',
        align: 'end',
        sort: (line) => busyShare(line[resource]) ?? -1,
        cell: (line) => {
          const share = busyShare(line[resource])
          return share === undefined ? UNKNOWN : formatShare(share, 1)
        },
      },
      hours('idle', 'Not used', 'Hours that were held, measured and idle.', (line) => wasted(line[resource])),
      hours(
        'over',
        'Over quota',
        'Hours above what the project deserved, hour by hour.',
        (line) => line[resource].overQuota,
      ),
      hours('unmeasured', 'Not measured', 'Hours of whose use nothing is known.', (line) =>
        Math.max(0, line[resource].allocated - line[resource].measured),
      ),
      ...(resource === 'gpu' && usage.currency !== null
        ? [
            {
              id: 'cost',
              header: `Cost, ${usage.currency}`,
              about: 'Of the hours held, by the prices that were valid in each of them.',
              width: '116px',
              align: 'end' as const,
              sort: (line: Line) => line.cost ?? -1,
              cell: (line: Line) => formatNumber(line.cost, 2),
            },
          ]
        : []),
    ]
  }, [by, resource, most, usage])
  return (
    <Section title={`${resource === 'gpu' ? 'GPU' : 'CPU'} hours by ${USAGE_BY_LABELS[by].toLowerCase()}`} isFlush>
      <div className={classes['lines']}>
        <DataTable
          name="usage"
          label={`Hours by ${USAGE_BY_LABELS[by].toLowerCase()}`}
          columns={columns}
          rows={usage.lines}
          sort={sort}
          onSort={setSort}
          height="fit"
          footer={<span>{plural(usage.lines.length, 'line')}</span>}
        />
      </div>
    </Section>
  )
}
