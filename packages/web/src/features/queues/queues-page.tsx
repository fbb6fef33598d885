import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { ShareLegend } from '../../components/bars/share-bar.tsx'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import { formatNumber } from '../../lib/format/numbers.ts'
import { useScope, within } from '../../lib/scope.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useAhead } from '../../lib/use-ahead.ts'
import { useCan, useWhoami } from '../../lib/whoami.ts'
import { useMoveRequest } from './move-request.ts'
import { OldestWaits } from './oldest-waits.tsx'
import { pendingFilter, pendingTotals, pendingWindow, recentDecisions } from './pending.ts'
import { queueCommands } from './queue-commands.ts'
import { QUEUE_RESOURCES, type QueueSearch } from './queue-search.ts'
import { QueueTable } from './queue-table.tsx'
import { RecentDecisions } from './recent-decisions.tsx'
import { SchedulerNotice } from './scheduler-notice.tsx'
import { inScope, poolsByUse } from './shares.ts'
import { WaitingSection } from './waiting-section.tsx'
import classes from './queues.module.css'

const MoveDialog = lazy(() => import('./move-dialog.tsx').then((module) => ({ default: module.MoveDialog })))
const WhyPanel = lazy(() => import('./why-panel.tsx').then((module) => ({ default: module.WhyPanel })))
const WhatIfPanel = lazy(() => import('./what-if-panel.tsx').then((module) => ({ default: module.WhatIfPanel })))

/** Why does work wait, and what happens next? */
export function QueuesPage({ search: said }: { search: QueueSearch }) {
  const scope = useScope()
  const search: QueueSearch & { department?: string } = within(said, scope)
  const queues = useQuery(trpc.queues.list.queryOptions({}))
  // Silence is no news: it has to be asked for.
  const overview = useQuery(trpc.overview.get.queryOptions({}, { refetchInterval: 10_000 }))
  const filter = pendingFilter(search)
  const canSeeClusters = useCan('cluster:read')
  useAhead([
    pendingTotals(filter),
    pendingTotals({ ...filter, permanent: true }),
    pendingTotals(pendingFilter(defined({ pool: search.pool, ...scope }))),
    pendingWindow(filter, 0),
    recentDecisions,
    ...(canSeeClusters ? [trpc.clusters.list.queryOptions({})] : []),
  ])
  const navigate = useNavigate({ from: '/queues' })
  const resource = search.resource ?? 'gpu'
  const pools = useMemo(() => poolsByUse(queues.data?.items ?? [], resource), [queues.data, resource])
  const pool = pools.find(({ name }) => name === search.pool) ?? pools[0]
  const inPool = inScope(queues.data?.items ?? [], scope).filter(({ nodePool }) => nodePool.id === pool?.id)
  const projects = useMemo(
    () =>
      [
        ...new Set(
          inScope(queues.data?.items ?? [], scope)
            .filter(({ queue }) => queue.kind === 'project')
            .map(({ queue }) => queue.name),
        ),
      ].toSorted(),
    [queues.data, scope],
  )
  const change = (next: { [K in keyof QueueSearch]?: QueueSearch[K] | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  // It tells of the work of every project.
  const canTry = useWhoami()?.permissions.includes('quota:write') ?? false
  const openWhatIf = () => change({ whatIf: true, why: undefined })
  useShortcut('w', 'What if', 'Queue', openWhatIf, canTry)
  const scheduler = overview.data
  const move = useMoveRequest()
  return (
    <Page
      title="Queues"
      meta={
        scheduler?.lastRound ? (
          <span data-moves>
            round {formatNumber(scheduler.lastRound.id)}, {formatNumber(scheduler.lastRound.planMicros / 1000, 1)} ms,{' '}
            <TimeAgo at={scheduler.lastRound.at} everyMs={1000} />
          </span>
        ) : undefined
      }
      actions={
        <>
          <Segments
            label="Resource"
            options={QUEUE_RESOURCES.map((value) => ({ value, label: resourceLabel(value) }))}
            value={resource}
            onChange={(value) => change({ resource: value === 'gpu' ? undefined : value })}
          />
          {pools.length > 1 ? (
            <Picker
              label="Node pool"
              isLabelHidden
              options={pools.map(({ name }) => name)}
              value={search.pool ?? ''}
              placeholder="All pools"
              isClearable
              onChange={(value) => change({ pool: value === '' ? undefined : value })}
              width={160}
            />
          ) : null}
          {canTry ? <Button onClick={openWhatIf}>What if</Button> : null}
          <CopyAs commands={queueCommands(pool?.name)} />
        </>
      }
    >
      {scheduler ? <SchedulerNotice overview={scheduler} /> : null}
      {queues.isPending ? (
        <SkeletonRows what="queues" />
      ) : queues.isError && !queues.data ? (
        <ErrorState title="The queues could not be read" error={queues.error} onRetry={() => void queues.refetch()} />
      ) : queues.data?.items.length === 0 ? (
        <EmptyState
          title="No queue yet"
          actions={
            <ButtonLink to="/org" variant="primary">
              Projects & quota
            </ButtonLink>
          }
        >
          Each project is a queue in each node pool. Create a project, and it appears here with what it is owed and what
          it holds.
        </EmptyState>
      ) : (
        <>
          <Section
            title={`${resourceLabel(resource)} in pool ${pool?.name ?? ''}, ${resourceUnit(resource)}`}
            note={<ShareLegend />}
            isFlush
          >
            <QueueTable queues={inPool} resource={resource} chosen={search.project} />
          </Section>
          <WaitingSection search={search} projects={projects} onChange={change} />
          <div className={classes['beside']}>
            <RecentDecisions />
            <OldestWaits filter={pendingFilter(defined({ pool: search.pool, ...scope }))} />
          </div>
        </>
      )}
      <Suspense>{move ? <MoveDialog key={`${move.workload.id} ${move.spot}`} request={move} /> : null}</Suspense>
      {search.whatIf && !search.why && canTry && queues.data ? (
        <Suspense>
          <WhatIfPanel
            queues={queues.data.items}
            pool={pool}
            project={search.project}
            onClose={() => change({ whatIf: undefined })}
          />
        </Suspense>
      ) : null}
      <Suspense>
        {search.why ? <WhyPanel key={search.why} id={search.why} onClose={() => change({ why: undefined })} /> : null}
      </Suspense>
    </Page>
  )
}
