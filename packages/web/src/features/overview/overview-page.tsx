import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { IconPlus } from '@tabler/icons-react'
import { ButtonLink } from '../../components/button/button.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { RangePicker } from '../../components/range/range-picker.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { useOldSince } from '../../lib/old-since.ts'
import { problemOf } from '../../lib/problem.ts'
import { queryClient } from '../../lib/query-client.ts'
import { useRange } from '../../lib/range.ts'
import { useScope } from '../../lib/scope.ts'
import { defined } from '../../lib/search.ts'
import type { RangeName } from '../../lib/time-range.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { useNodeTop } from '../clusters/node-top.ts'
import { inScope } from '../queues/shares.ts'
import { IdleSection } from '../usage/idle-section.tsx'
import { AttentionSection } from './attention-list.tsx'
import { ClustersSection } from './clusters-section.tsx'
import { Figures } from './figures.tsx'
import { gpuFigures } from './gpu-figures.ts'
import type { OverviewSearch } from './overview-search.ts'
import { PhaseSummary } from './phase-summary.tsx'
import { PoolsSection } from './pools-section.tsx'
import { QueueShares } from './queue-shares.tsx'
import { useIsNew } from './use-is-new.ts'
import { useOwnProjects } from './use-own-projects.ts'
import { UseOverTime } from './use-over-time.tsx'
import { WasteSection } from './waste-section.tsx'
import { WaitingSection } from './waiting-section.tsx'
import classes from './overview.module.css'

const NewInstallation = lazy(() =>
  import('./new-installation.tsx').then((module) => ({ default: module.NewInstallation })),
)

// It lies below what is seen first.
const NodesSection = lazy(() => import('./nodes-section.tsx').then((module) => ({ default: module.NodesSection })))

const RANGES: readonly RangeName[] = ['24h', '7d', '30d', '90d', 'month', 'last-month']

/** Is everything all right, and what needs me? */
export function OverviewPage({ search }: { search: OverviewSearch }) {
  const navigate = useNavigate({ from: '/' })
  const scope = useScope()
  const { range, setRange } = useRange({ names: RANGES, hasDays: true, fallback: '7d' })
  const overview = useQuery(trpc.overview.get.queryOptions(scope))
  const canSeeClusters = useCan('cluster:read')
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: canSeeClusters }))
  const nodes = useQuery(trpc.nodes.list.queryOptions({}, { enabled: canSeeClusters }))
  const queues = useQuery(trpc.queues.list.queryOptions({}))
  const oldClusters = useOldSince([clusters])
  const oldMachines = useOldSince([nodes, queues])
  const oldQueues = useOldSince([queues])
  const oldOverview = useOldSince([overview])
  // What takes long to count is asked, together with what its sections ask, when the first of the page is there.
  const top = useNodeTop(overview.data !== undefined)
  const gpus = useMemo(
    () => (nodes.data ? gpuFigures(nodes.data.items, top.data?.lines ?? []) : undefined),
    [nodes.data, top.data],
  )
  const own = useOwnProjects()
  const isNew = useIsNew(overview.data)
  useShortcut('r', 'Read again', 'This page', () => void queryClient.refetchQueries({ type: 'active' }))
  if (overview.isError && !overview.data) {
    return (
      <Page title="Overview">
        <ErrorState
          title="The overview could not be read"
          error={overview.error}
          onRetry={() => void overview.refetch()}
        />
      </Page>
    )
  }
  if (!overview.data) {
    return (
      <Page title="Overview">
        <SkeletonRows what="the overview" rows={8} />
      </Page>
    )
  }
  const first = (
    <Suspense fallback={null}>
      <NewInstallation clusters={overview.data.clusters} />
    </Suspense>
  )
  const missing = [clusters, nodes, queues].filter((query) => query.isError && !query.data)
  return (
    <Page
      title="Overview"
      meta={
        <>
          {own === undefined ? null : `your ${plural(own, 'project')}, `}as of <TimeAgo at={overview.data.asOf} />
        </>
      }
      actions={
        <>
          <RangePicker value={range} names={RANGES} onChange={setRange} hasDays />
          <ButtonLink to="/workloads/submit" variant="primary" icon={<IconPlus size={15} />}>
            Submit workload
          </ButtonLink>
        </>
      }
    >
      {missing.map((query) => (
        <Notice
          key={query.dataUpdatedAt + query.errorUpdatedAt}
          tone="warn"
          title="Part of this page could not be read."
        >
          {problemOf(query.error).message}
        </Notice>
      ))}
      {overview.data.clusters.total === 0 ? (
        <EmptyState title="No cluster yet" steps={first}>
          Work runs on clusters. Each has a small agent that dials out to this control plane, so nothing has to be
          opened towards it. Adding one takes a few minutes: name it, start its agent with a token, and watch it arrive.
        </EmptyState>
      ) : (
        <>
          {isNew ? (
            <Section title="First steps" note="until something has run">
              {first}
            </Section>
          ) : null}
          <Figures overview={overview.data} gpus={gpus} />
          <AttentionSection clusters={clusters.data?.items ?? []} overview={overview.data} />
          {clusters.data && nodes.data ? (
            <div className={classes['two']}>
              <ClustersSection clusters={clusters.data.items} oldSince={oldClusters} />
              <PoolsSection nodes={nodes.data.items} queues={queues.data?.items ?? []} oldSince={oldMachines} />
            </div>
          ) : null}
          <div className={classes['two']}>
            <PhaseSummary counts={overview.data.workloads} oldSince={oldOverview} />
            <WaitingSection oldest={overview.data.oldestWaiting} scope={scope} oldSince={oldOverview} />
          </div>
          <UseOverTime
            range={range}
            scope={scope}
            resource={(overview.data.capacity['gpu']?.total ?? 0) > 0 ? 'gpu' : 'cpu'}
          />
          <WasteSection range={range} scope={scope} />
          <IdleSection {...scope} />
          {queues.data ? <QueueShares queues={inScope(queues.data.items, scope)} oldSince={oldQueues} /> : null}
          {nodes.data ? (
            <Suspense fallback={<div className={classes['picture']} />}>
              <NodesSection
                nodes={nodes.data.items}
                filter={search}
                onChange={(next) =>
                  void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
                }
              />
            </Suspense>
          ) : null}
        </>
      )}
    </Page>
  )
}
