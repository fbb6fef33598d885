import type { TableColumn } from '../../components/table/column.ts'
import { RowLink } from '../../components/table/row-link.tsx'
import { Elapsed } from '../../components/time/time.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { Starts } from '../explain/starts.tsx'
import { priorityName } from '../workloads/priorities.ts'
import type { PendingWorkload } from './pending.ts'
import { reasonWords } from './reasons.ts'
import { RowMenu } from './row-menu.tsx'
import classes from './queues.module.css'

function each({ requests, replicas }: PendingWorkload): string {
  return replicas > 1 ? `${formatNumber(replicas)} × ${describeAmounts(requests)}` : describeAmounts(requests)
}

export const PENDING_COLUMNS: readonly TableColumn<PendingWorkload>[] = [
  {
    id: 'place',
    header: 'Place',
    about: 'In the line of its project in its pool: priority first, then its place in the queue.',
    width: '62px',
    align: 'end',
    cell: ({ place }) => formatNumber(place),
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(168px, 1.1fr)',
    isPinned: true,
    isFixed: true,
    cell: ({ id, name }) => (
      <RowLink from="/queues" to="/queues" search={(before) => ({ ...before, why: id })} replace>
        {name}
      </RowLink>
    ),
  },
  { id: 'priority', header: 'Priority', width: '86px', cell: ({ priority }) => priorityName(priority) },
  { id: 'wants', header: 'Asks for', width: 'minmax(176px, 1fr)', cell: each },
  {
    id: 'waits',
    header: 'Waits',
    about: 'Since it came into the queue this time.',
    width: '76px',
    align: 'end',
    cell: ({ waitingSince }) => <Elapsed from={waitingSince} />,
  },
  {
    id: 'starts',
    header: 'Starts in',
    about: 'A forecast: half of the courses of events that were drawn, to nine of ten.',
    width: '98px',
    cell: ({ startEstimate, permanent }) => <Starts estimate={startEstimate} isPermanent={permanent} />,
  },
  { id: 'why', header: 'Why', width: 'minmax(220px, 3.2fr)', cell: whyCell },
  {
    id: 'actions',
    header: '',
    width: '44px',
    isFixed: true,
    cell: (row) => <RowMenu workload={row} />,
  },
]

function whyCell({ message, reason, nominated, permanent }: PendingWorkload) {
  const text = nominated
    ? `Room is held for it on ${nominated.cluster.name}, until others have left it.`
    : message
      ? sentence(message)
      : sentence(reasonWords(reason))
  return (
    <span className={permanent ? classes['permanent'] : classes['dim']} data-tip={text}>
      {text}
    </span>
  )
}
