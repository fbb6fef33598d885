import { useState } from 'react'
import { DataTable } from '../../components/table/data-table.tsx'
import type { Sort, TableColumn } from '../../components/table/column.ts'
import { RowLink } from '../../components/table/row-link.tsx'
import { ExactTime } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { formatDuration } from '../../lib/format/time.ts'
import { StatusMark } from '../workloads/status-mark.tsx'
import type { HeldWork } from './held-within.ts'

const COLUMNS: readonly TableColumn<HeldWork>[] = [
  {
    id: 'name',
    header: 'Workload',
    width: 'minmax(160px, 1.6fr)',
    isPinned: true,
    isFixed: true,
    sort: ({ workload }) => workload.name,
    cell: ({ workload }) => (
      <RowLink to="/workloads/$workload" params={{ workload: workload.id }} preload={false}>
        {workload.name}
      </RowLink>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    width: '118px',
    sort: ({ workload }) => workload.status.phase,
    cell: ({ workload }) => <StatusMark status={workload.status} isShort />,
  },
  {
    id: 'project',
    header: 'Project',
    width: 'minmax(90px, 0.8fr)',
    sort: ({ workload }) => workload.project.name,
    cell: ({ workload }) => workload.project.name,
  },
  {
    id: 'nodes',
    header: 'Nodes',
    about: 'That it holds or held last.',
    width: 'minmax(120px, 1fr)',
    sort: ({ nodes }) => nodes.length,
    cell: ({ nodes }) => (
      <span data-tip={nodes.length > 1 ? nodes.slice(0, 20).join(', ') : undefined}>
        {nodes.length === 1 ? nodes[0] : plural(nodes.length, 'node')}
      </span>
    ),
  },
  {
    id: 'from',
    header: 'From',
    width: '208px',
    sort: ({ from }) => from,
    cell: ({ from }) => <ExactTime at={new Date(from).toISOString()} />,
  },
  {
    id: 'span',
    header: 'For',
    width: '84px',
    align: 'end',
    sort: ({ from, until }) => until - from,
    cell: ({ from, until }) => formatDuration(until - from),
  },
]

/** The timeline as a table: what held the nodes in the time that is in sight. */
export function TimelineTable({ cluster, rows }: { cluster: string; rows: readonly HeldWork[] }) {
  const [sort, setSort] = useState<Sort>({ id: 'from', isDescending: true })
  return (
    <DataTable
      name="timeline"
      label={`Work on the nodes of ${cluster} over time`}
      columns={COLUMNS}
      rows={rows}
      isLive
      height="fit"
      sort={sort}
      onSort={setSort}
      empty="Nothing held a node in this time."
      footer={<span>{plural(rows.length, 'workload')}</span>}
    />
  )
}
