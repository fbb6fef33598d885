import type { TableColumn } from '../../components/table/column.ts'
import { RowLink } from '../../components/table/row-link.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { formatNumber, UNKNOWN } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { priorityName } from '../workloads/priorities.ts'
import type { Waiting } from './waiting.ts'
import classes from './queues.module.css'

function each({ requests, replicas }: Waiting['workload']): string {
  return replicas > 1 ? `${formatNumber(replicas)} × ${describeAmounts(requests)}` : describeAmounts(requests)
}

export const WAITING_COLUMNS: readonly TableColumn<Waiting>[] = [
  {
    id: 'place',
    header: 'Place',
    about: 'In the queue of its project in its pool: priority first, then age.',
    width: '92px',
    align: 'end',
    cell: ({ place, of }) => `${place} of ${of}`,
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(170px, 1.2fr)',
    isPinned: true,
    isFixed: true,
    cell: ({ workload }) => (
      <RowLink from="/queues" to="/queues" search={(before) => ({ ...before, why: workload.id })} replace>
        {workload.name}
      </RowLink>
    ),
  },
  { id: 'project', header: 'Project', width: 'minmax(90px, 0.6fr)', cell: ({ workload }) => workload.project.name },
  { id: 'pool', header: 'Pool', width: 'minmax(72px, 0.5fr)', cell: ({ workload }) => workload.nodePool.name },
  { id: 'priority', header: 'Priority', width: '84px', cell: ({ workload }) => priorityName(workload.priority) },
  { id: 'wants', header: 'Asks for', width: 'minmax(190px, 1.1fr)', cell: ({ workload }) => each(workload) },
  {
    id: 'waits',
    header: 'Waits',
    about: 'Since it came into the queue this time.',
    width: '84px',
    align: 'end',
    cell: ({ workload }) => <Elapsed from={workload.status.since} />,
  },
  {
    id: 'reason',
    header: 'Why',
    width: 'minmax(240px, 3.2fr)',
    cell: ({ workload }) =>
      workload.status.message ? (
        <span className={classes['dim']} data-tip={sentence(workload.status.message)}>
          {sentence(workload.status.message)}
        </span>
      ) : (
        <span className={classes['dim']}>{UNKNOWN}</span>
      ),
  },
]
