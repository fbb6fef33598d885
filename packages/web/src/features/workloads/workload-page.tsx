import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import {
  IconArrowsLeftRight,
  IconCopyPlus,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconX,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { Elapsed, TimeAgo } from '../../components/time/time.tsx'
import { TabPanel } from '../../components/tabs/tab-panel.tsx'
import { Tabs } from '../../components/tabs/tabs.tsx'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { formatProgress } from './figures.ts'
import { kindWord } from './kinds.ts'
import type { Order } from './order.ts'
import { OrderProgress } from './order-progress.tsx'
import { canCancel, canChange, canResume, canStop, isFinal, LIVE_PHASES, type Phase } from './phases.ts'
import { ReplicaTable } from './replica-table.tsx'
import { RunsTable } from './runs-table.tsx'
import { StatusMark } from './status-mark.tsx'
import { useLiveWorkload } from './use-live-workload.ts'
import { WorkloadStatusTab } from './workload-status-tab.tsx'
import type { WorkloadTab } from './workload-tabs.ts'
import classes from './workload-page.module.css'

const ChangeDialog = lazy(() => import('./change-dialog.tsx').then((module) => ({ default: module.ChangeDialog })))
const OrderDialog = lazy(() => import('./order-dialog.tsx').then((module) => ({ default: module.OrderDialog })))
const CompareDialog = lazy(() => import('./compare-dialog.tsx').then((module) => ({ default: module.CompareDialog })))
type LinkedLine = { run: string | undefined; line: string }

const LogViewer = lazy(() => import('../logs/log-viewer.tsx').then((module) => ({ default: module.LogViewer })))
const WorkloadUsage = lazy(() => import('./workload-usage.tsx').then((module) => ({ default: module.WorkloadUsage })))
const WorkloadSpec = lazy(() => import('./workload-spec.tsx').then((module) => ({ default: module.WorkloadSpec })))

/** One workload: where it is, why, what it does, and what can be done with it. */
export function WorkloadPage({
  id,
  tab: wanted,
  linked,
}: {
  id: string
  tab: WorkloadTab | undefined
  linked?: LinkedLine | undefined
}) {
  const { data: workload } = useSuspenseQuery(trpc.workloads.get.queryOptions({ workload: id }))
  const runs = useQuery(trpc.workloads.runs.queryOptions({ workload: workload.id }))
  useLiveWorkload(
    workload.id,
    (runs.data?.items ?? []).map((run) => run.id),
  )
  const navigate = useNavigate({ from: '/workloads/$workload' })
  const canControl = useCan('workload:control')
  const canRead = useCan('workload:logs')
  const [order, setOrder] = useState<Order>()
  const [given, setGiven] = useState<Order>()
  const [isChanging, setChanging] = useState(false)
  const [isComparing, setComparing] = useState(false)
  const { status } = workload
  const newest = runs.data?.items[0]
  // What failed is read first where it says why.
  const tab = wanted ?? (status.phase === 'FAILED' && canRead ? 'logs' : 'status')
  const open = (next: WorkloadTab) => void navigate({ search: { tab: next }, replace: true })
  const can = (isFitting: (phase: Phase) => boolean) => canControl && isFitting(status.phase)
  const clone = () => void navigate({ to: '/workloads/submit', search: { from: workload.id } })
  useShortcut('e', 'Change', 'This page', () => setChanging(true), can(canChange))
  useShortcut('n', 'Clone', 'This page', clone, canControl)
  useShortcut('v', 'Compare with', 'This page', () => setComparing(true))
  useShortcut('s', 'Stop', 'This page', () => setOrder('stop'), can(canStop))
  useShortcut('Delete', 'Cancel', 'This page', () => setOrder('cancel'), can(canCancel))
  useShortcut('r', 'Resume', 'This page', () => setOrder('resume'), can(canResume))
  useShortcut('p', 'Why', 'This page', () => open('status'))
  useShortcut('l', 'Logs', 'This page', () => open('logs'), canRead)
  useShortcut('m', 'Usage', 'This page', () => open('usage'))
  useShortcut('y', 'Spec', 'This page', () => open('spec'))
  return (
    <Page
      title={workload.name}
      isFull={tab === 'logs'}
      meta={
        <span className={classes['meta']}>
          <StatusMark status={status} />
          <span>
            for <Elapsed from={status.since} />
          </span>
          {workload.progress === null || isFinal(status.phase) ? null : (
            <span>{formatProgress(workload.progress)}</span>
          )}
          <span>
            {kindWord(workload.kind)} · {workload.project.name}
          </span>
        </span>
      }
      actions={
        <>
          {canControl ? (
            <>
              {canStop(status.phase) ? (
                <Button icon={<IconPlayerPause size={15} />} onClick={() => setOrder('stop')}>
                  Stop
                </Button>
              ) : null}
              {canResume(status.phase) ? (
                <Button variant="primary" icon={<IconPlayerPlay size={15} />} onClick={() => setOrder('resume')}>
                  Resume
                </Button>
              ) : null}
              {canCancel(status.phase) ? (
                <Button variant="danger" icon={<IconX size={15} />} onClick={() => setOrder('cancel')}>
                  Cancel
                </Button>
              ) : null}
              {canChange(status.phase) ? (
                <Button icon={<IconPencil size={15} />} onClick={() => setChanging(true)}>
                  Change
                </Button>
              ) : null}
              <ButtonLink to="/workloads/submit" search={{ from: workload.id }} icon={<IconCopyPlus size={15} />}>
                Clone
              </ButtonLink>
            </>
          ) : null}
          <Button icon={<IconArrowsLeftRight size={15} />} onClick={() => setComparing(true)}>
            Compare
          </Button>
        </>
      }
    >
      {status.connected === false && LIVE_PHASES.includes(status.phase) ? (
        <Notice tone="warn" title={`${workload.cluster?.name ?? 'Its cluster'} is out of contact.`}>
          What is shown is as of <TimeAgo at={status.observedAt} />. It goes on there; its state comes when the cluster
          is back.
        </Notice>
      ) : null}
      {given ? <OrderProgress order={given} status={status} cluster={workload.cluster?.name} /> : null}
      <Tabs
        label="Parts of this workload"
        value={tab}
        onChange={open}
        tabs={[
          { value: 'status', label: status.phase === 'QUEUED' ? 'Why it waits' : 'Status' },
          { value: 'runs', label: 'Runs', count: runs.data?.items.length },
          { value: 'usage', label: 'Usage' },
          ...(canRead ? [{ value: 'logs' as const, label: 'Logs' }] : []),
          { value: 'spec', label: 'Spec' },
        ]}
      />
      <TabPanel value={tab} className={classes['tabPanel']}>
        <Suspense fallback={null}>
          {tab === 'status' ? <WorkloadStatusTab workload={workload} /> : null}
          {tab === 'runs' ? (
            <div className={classes['main']}>
              <Section title="Runs" note="one attempt on one cluster each" isFlush>
                <RunsTable runs={runs.data?.items ?? []} />
              </Section>
              {newest ? (
                <Section title={`Replicas of run ${newest.generation}`} note="as its cluster last told" isFlush>
                  <ReplicaTable key={newest.id} run={newest} most={100} />
                </Section>
              ) : null}
            </div>
          ) : null}
          {tab === 'usage' ? <WorkloadUsage workload={workload} runs={runs.data?.items ?? []} /> : null}
          {tab === 'logs' ? (
            <LogViewer
              workload={workload}
              runs={runs.data?.items ?? []}
              isLive={!isFinal(status.phase)}
              linked={linked}
            />
          ) : null}
          {tab === 'spec' ? <WorkloadSpec workload={workload} /> : null}
        </Suspense>
      </TabPanel>
      <Suspense fallback={null}>
        {isComparing ? <CompareDialog workload={workload} onClose={() => setComparing(false)} /> : null}
        {isChanging ? <ChangeDialog workload={workload} onClose={() => setChanging(false)} /> : null}
        {order ? (
          <OrderDialog
            order={order}
            ids={[workload.id]}
            onClose={() => setOrder(undefined)}
            onGiven={(workloads) => {
              if (workloads.length > 0) setGiven(order)
            }}
          />
        ) : null}
      </Suspense>
    </Page>
  )
}
