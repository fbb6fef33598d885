import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Facts } from '../../components/page/facts.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { Elapsed, TimeAgo } from '../../components/time/time.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { trpc, type Outputs } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { Explain } from '../explain/explain.tsx'
import { useWhy } from '../explain/use-why.ts'
import { CostFact, hasCost } from './cost-fact.tsx'
import { formatProgress } from './figures.ts'
import { kindWord } from './kinds.ts'
import type { Order } from './order.ts'
import { canCancel, canChange, canResume, canStop, isFinal, type Workload } from './phases.ts'
import { priorityName } from './priorities.ts'
import { ReplicaTable } from './replica-table.tsx'
import { StatusMark } from './status-mark.tsx'
import { useLiveWorkload } from './use-live-workload.ts'
import { whyCommands } from './workload-commands.ts'
import classes from './workload-panel.module.css'

const REPLICAS_SHOWN = 8

interface WorkloadPanelProps {
  id: string
  /** As long as nothing else is known of it. */
  name: string | undefined
  onClose: () => void
  onOrder: (order: Order) => void
  onChange: () => void
}

/** One workload beside the list: where it is and why, its replicas, and what is done most. */
export function WorkloadPanel({ id, name, onClose, onOrder, onChange }: WorkloadPanelProps) {
  const why = useWhy({ workload: id })
  const runs = useQuery(trpc.workloads.runs.queryOptions({ workload: id }))
  useLiveWorkload(
    id,
    (runs.data?.items ?? []).map((run) => run.id),
  )
  const workload = why.data?.workload
  const detail = useQuery(trpc.workloads.get.queryOptions({ workload: id }))
  const [run] = runs.data?.items ?? []
  return (
    <SidePanel
      title={workload?.name ?? name ?? 'Workload'}
      onClose={onClose}
      actions={
        <>
          {workload ? <CopyAs title="The same by hand" commands={whyCommands(workload)} /> : null}
          <ButtonLink to="/workloads/$workload" params={{ workload: id }} size="small">
            Open
          </ButtonLink>
        </>
      }
      footer={workload ? <QuickActions workload={workload} onOrder={onOrder} onChange={onChange} /> : undefined}
    >
      {why.data && workload ? (
        <>
          <Facts items={factsOf(workload, detail.data)} />
          <Explain why={why.data} />
          {run && !isWaiting(workload) ? (
            <section className={classes['part']}>
              <h3>Replicas of run {run.generation}</h3>
              <ReplicaTable key={run.id} run={run} most={REPLICAS_SHOWN} />
            </section>
          ) : null}
        </>
      ) : why.isError ? (
        <ErrorState title="The workload could not be read" error={why.error} onRetry={() => void why.refetch()} />
      ) : (
        <SkeletonRows what="the workload" />
      )}
    </SidePanel>
  )
}

function factsOf(workload: Workload, detail: Outputs['workloads']['get'] | undefined) {
  const { status, cluster, nodes, requests, replicas, progress } = workload
  const where = [cluster?.name, [...new Set(nodes)].join(', ')].filter(Boolean).join(': ')
  return [
    ['Status', <StatusMark key="status" status={status} />],
    ['For', <Elapsed key="for" from={status.since} />],
    ...(progress === null || isFinal(status.phase) ? [] : [['Progress', formatProgress(progress)] as const]),
    [
      'Project',
      <Link
        key="project"
        from="/workloads/"
        to="/workloads"
        search={(before) => ({ ...before, project: workload.project.name })}
      >
        {workload.project.name}
      </Link>,
    ],
    ['Kind', kindWord(workload.kind)],
    ['Node pool', workload.nodePool.name],
    ...(isWaiting(workload) ? [] : [['Runs on', where] as const]),
    ['Asks for', `${replicas > 1 ? `${formatNumber(replicas)} × ` : ''}${describeAmounts(requests)}`],
    ...(detail && hasCost(detail) ? [['Cost', <CostFact key="cost" cost={detail.cost} />] as const] : []),
    ['Priority', `${priorityName(workload.priority)}${workload.preemptible ? '' : ', not preemptible'}`],
    [
      'Submitted',
      <span key="submitted">
        <TimeAgo at={workload.submittedAt} /> by {workload.createdBy.name}
      </span>,
    ],
  ] as const
}

function isWaiting({ status }: Workload): boolean {
  return status.phase === 'QUEUED'
}

function QuickActions({
  workload: { id, status },
  onOrder,
  onChange,
}: {
  workload: Workload
  onOrder: (order: Order) => void
  onChange: () => void
}) {
  const canControl = useCan('workload:control')
  const canRead = useCan('workload:logs')
  return (
    <>
      {canRead ? (
        <ButtonLink size="small" to="/workloads/$workload" params={{ workload: id }} search={{ tab: 'logs' }}>
          Logs
        </ButtonLink>
      ) : null}
      {canControl ? (
        <>
          <ButtonLink size="small" to="/workloads/submit" search={{ from: id }}>
            Clone
          </ButtonLink>
          {canChange(status.phase) ? (
            <Button size="small" onClick={onChange}>
              Change
            </Button>
          ) : null}
          {canResume(status.phase) ? (
            <Button size="small" onClick={() => onOrder('resume')}>
              Resume
            </Button>
          ) : null}
          {canStop(status.phase) ? (
            <Button size="small" onClick={() => onOrder('stop')}>
              Stop
            </Button>
          ) : null}
          {canCancel(status.phase) ? (
            <Button size="small" variant="danger" onClick={() => onOrder('cancel')}>
              Cancel
            </Button>
          ) : null}
        </>
      ) : null}
    </>
  )
}
