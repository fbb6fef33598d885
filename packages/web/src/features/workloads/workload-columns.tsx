import { Flash } from '../../components/table/flash.tsx'
import type { TableColumn } from '../../components/table/column.ts'
import { RowLink } from '../../components/table/row-link.tsx'
import { Elapsed, TimeAgo } from '../../components/time/time.tsx'
import { formatAmount } from '../../lib/format/amounts.ts'
import { formatNumber, UNKNOWN } from '../../lib/format/numbers.ts'
import { sentence } from '../../lib/format/sentence.ts'
import { waitingWords } from '../queues/reasons.ts'
import { moneyText } from '../usage/money-text.ts'
import { formatProgress } from './figures.ts'
import { kindWord } from './kinds.ts'
import { PHASES, type Workload } from './phases.ts'
import { priorityName } from './priorities.ts'
import { StatusMark } from './status-mark.tsx'
import { GpuBusy, MemoryUsed } from './workload-top.tsx'
import classes from './workloads.module.css'

/** Waiting work is in no cluster, even if an earlier run of it was. */
const clusterOf = ({ status, cluster }: Workload) => (status.phase === 'QUEUED' ? undefined : cluster?.name)
const total = (workload: Workload, resource: string) => (workload.requests[resource] ?? 0) * workload.replicas

/** In a narrow column the few words are what is seen of it. */
function Why({ status: { phase, reason, message } }: Pick<Workload, 'status'>) {
  if (!message || phase === 'RUNNING' || phase === 'SUCCEEDED')
    return <span className={classes['none']}>{UNKNOWN}</span>
  const words = phase === 'QUEUED' ? waitingWords(reason) : undefined
  const text = sentence(message)
  return (
    <span className={classes['why']} data-tip={text}>
      {words !== undefined && <span className={classes['whyShort']}>{sentence(words)} </span>}
      {text}
    </span>
  )
}

/** What it shows is read only while it is shown. */
export const COST_COLUMN = 'cost'

/** The columns of the list of workloads, in the order in which people ask. */
export const WORKLOAD_COLUMNS: readonly TableColumn<Workload>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(166px, 1.8fr)',
    isPinned: true,
    isFixed: true,
    sort: (workload) => workload.name,
    cell: (workload) => (
      <RowLink to="/workloads/$workload" params={{ workload: workload.id }} preload={false}>
        {workload.name}
      </RowLink>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    about: 'What it does right now. Hollow: its cluster is out of contact, and this is what was last seen.',
    width: '112px',
    isFixed: true,
    sort: (workload) => PHASES.indexOf(workload.status.phase),
    cell: ({ id, status }) => (
      <Flash of={id} value={`${status.phase}${status.connected}`}>
        <StatusMark status={status} isShort />
      </Flash>
    ),
  },
  {
    id: 'since',
    header: 'For',
    about: 'How long it has been in this phase.',
    width: '82px',
    align: 'end',
    cell: ({ status }) => <Elapsed from={status.since} />,
  },
  {
    id: 'why',
    header: 'Reason',
    about: 'Why it waits or how it ended, in one sentence.',
    width: 'minmax(160px, 4.4fr)',
    cell: ({ status }) => <Why status={status} />,
  },
  {
    id: 'kind',
    header: 'Kind',
    width: 'minmax(90px, 0.7fr)',
    isHiddenAtFirst: true,
    sort: (workload) => workload.kind,
    cell: (workload) => kindWord(workload.kind),
  },
  {
    id: 'progress',
    header: 'Progress',
    about: 'As the command of its newest run tells it.',
    width: '78px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: ({ progress }) => progress ?? -1,
    cell: ({ progress }) => (progress === null ? UNKNOWN : formatProgress(progress)),
  },
  {
    id: 'project',
    header: 'Project',
    width: 'minmax(96px, 0.8fr)',
    sort: (workload) => workload.project.name,
    cell: (workload) => workload.project.name,
  },
  {
    id: 'gpu',
    header: 'GPUs',
    about: 'Devices of all replicas together.',
    width: '58px',
    align: 'end',
    sort: (workload) => total(workload, 'gpu'),
    cell: (workload) => formatAmount('gpu', total(workload, 'gpu')),
  },
  {
    id: 'cpu',
    header: 'Cores',
    about: 'CPU of all replicas together, in cores.',
    width: '72px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => total(workload, 'cpu'),
    cell: (workload) => formatAmount('cpu', total(workload, 'cpu')),
  },
  {
    id: 'memory',
    header: 'Memory GiB',
    about: 'Memory of all replicas together, in GiB.',
    width: '100px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => total(workload, 'memory'),
    cell: (workload) => formatAmount('memory', total(workload, 'memory')),
  },
  {
    id: 'replicas',
    header: 'Replicas',
    about: 'Placed all together or not at all.',
    width: '86px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => workload.replicas,
    cell: (workload) => formatNumber(workload.replicas),
  },
  {
    id: 'ready',
    header: 'Running',
    about: 'Replicas that run, of those that it asks for, as its cluster last told.',
    width: '86px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: ({ replicasRunning }) => replicasRunning ?? -1,
    cell: ({ replicasRunning, replicas }) =>
      replicasRunning === null ? UNKNOWN : `${formatNumber(replicasRunning)} of ${formatNumber(replicas)}`,
  },
  {
    id: 'gpuBusy',
    header: 'GPU busy',
    about: 'How busy all of its GPUs were when they were last measured, in the last two minutes.',
    width: '84px',
    align: 'end',
    isHiddenAtFirst: true,
    cell: (workload) => <GpuBusy workload={workload} />,
  },
  {
    id: 'memoryUsed',
    header: 'Memory used',
    about: 'What all of its replicas were last measured to use, in GiB, in the last two minutes.',
    width: '104px',
    align: 'end',
    isHiddenAtFirst: true,
    cell: (workload) => <MemoryUsed workload={workload} />,
  },
  {
    id: 'cluster',
    header: 'Cluster',
    about: 'Where it runs, or ran at last.',
    width: 'minmax(82px, 0.8fr)',
    sort: clusterOf,
    cell: (workload) => clusterOf(workload) ?? UNKNOWN,
  },
  {
    id: 'pool',
    header: 'Pool',
    about: 'Node pool.',
    width: 'minmax(68px, 0.5fr)',
    sort: (workload) => workload.nodePool.name,
    cell: (workload) => workload.nodePool.name,
  },
  {
    id: 'priority',
    header: 'Priority',
    about: 'Order within its queue. At 100 and above work is not interrupted unless it says otherwise.',
    width: '98px',
    sort: (workload) => workload.priority,
    cell: (workload) => priorityName(workload.priority),
  },
  {
    id: 'preemptible',
    header: 'Preemptible',
    about: 'Whether it may be interrupted to make room for others.',
    width: '102px',
    isHiddenAtFirst: true,
    sort: ({ preemptible }) => Number(preemptible),
    cell: ({ preemptible }) => (preemptible ? 'yes' : 'no'),
  },
  {
    id: 'user',
    header: 'User',
    width: 'minmax(120px, 1fr)',
    isHiddenAtFirst: true,
    sort: (workload) => workload.createdBy.name,
    cell: (workload) => workload.createdBy.name,
  },
  {
    id: 'preemptions',
    header: 'Preempted',
    about: 'How often it had to make room for others.',
    width: '92px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => workload.preemptions,
    cell: (workload) => formatNumber(workload.preemptions),
  },
  {
    id: 'failures',
    header: 'Failures',
    about: 'Attempts that failed.',
    width: '78px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => workload.failures,
    cell: (workload) => formatNumber(workload.failures),
  },
  {
    id: 'submitted',
    header: 'Submitted',
    width: '104px',
    align: 'end',
    sort: (workload) => workload.submittedAt,
    cell: (workload) => <TimeAgo at={workload.submittedAt} everyMs={15_000} />,
  },
  {
    id: COST_COLUMN,
    header: 'Cost',
    about: 'What its GPUs cost so far, by the prices of their time, when it was last read.',
    width: '92px',
    align: 'end',
    isHiddenAtFirst: true,
    cell: ({ cost }) => (cost === undefined ? UNKNOWN : moneyText(cost.cost, cost.currency)),
  },
  {
    id: 'started',
    header: 'Started',
    about: 'When it first ran.',
    width: '112px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => workload.startedAt,
    cell: (workload) => <TimeAgo at={workload.startedAt} everyMs={15_000} />,
  },
  {
    id: 'finished',
    header: 'Finished',
    width: '112px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (workload) => workload.finishedAt,
    cell: (workload) => <TimeAgo at={workload.finishedAt} everyMs={15_000} />,
  },
]
