import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Picker } from '../../components/picker/picker.tsx'
import { ShareLegend } from '../../components/bars/share-bar.tsx'
import { ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { Notice } from '../../components/states/notice.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { resourceLabel, resourceUnit } from '../../lib/format/amounts.ts'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { trpc } from '../../lib/trpc.ts'
import type { WorkloadFilter } from '../workloads/workload-filter.ts'
import { queueCommands } from './queue-commands.ts'
import { QUEUE_RESOURCES, type QueueSearch } from './queue-search.ts'
import { QueueTable } from './queue-table.tsx'
import { reasonWords } from './reasons.ts'
import { poolsByUse } from './shares.ts'
import { useWaiting } from './use-waiting.ts'
import { inQueueOrder, reasonCounts } from './waiting.ts'
import { WAITING_COLUMNS } from './waiting-columns.tsx'
import { WhyPanel } from './why-panel.tsx'
import classes from './queues.module.css'

/** Why does work wait, and what happens next? */
export function QueuesPage({ search }: { search: QueueSearch }) {
  const queues = useQuery(trpc.queues.list.queryOptions({}))
  const overview = useQuery(trpc.overview.get.queryOptions({}))
  const navigate = useNavigate({ from: '/queues' })
  const resource = search.resource ?? 'gpu'
  const pools = useMemo(() => poolsByUse(queues.data?.items ?? [], resource), [queues.data, resource])
  const pool = pools.find(({ name }) => name === search.pool) ?? pools[0]
  const inPool = (queues.data?.items ?? []).filter(({ nodePool }) => nodePool.id === pool?.id)
  const change = (next: { [K in keyof QueueSearch]?: QueueSearch[K] | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  const scheduler = overview.data
  return (
    <Page
      title="Queues"
      meta={
        scheduler?.lastRound ? (
          <>
            round {formatNumber(scheduler.lastRound.id)}, {formatNumber(scheduler.lastRound.planMicros / 1000, 1)} ms,{' '}
            <TimeAgo at={scheduler.lastRound.at} everyMs={1000} />
          </>
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
          {pool ? (
            <Picker
              label="Node pool"
              isLabelHidden
              options={pools.map(({ name }) => name)}
              value={pool.name}
              onChange={(value) => change({ pool: value })}
              width={160}
            />
          ) : null}
          <CopyAs commands={queueCommands(pool?.name)} />
        </>
      }
    >
      {scheduler && !scheduler.leader.alive ? (
        <Notice tone="error" title="Nobody schedules.">
          No control plane holds the lease. What runs goes on; new work waits until one takes it.
        </Notice>
      ) : null}
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
          <WaitingSection search={search} pool={pool?.name} onChange={change} />
        </>
      )}
      {search.why ? <WhyPanel key={search.why} id={search.why} onClose={() => change({ why: undefined })} /> : null}
    </Page>
  )
}

interface WaitingSectionProps {
  search: QueueSearch
  pool: string | undefined
  onChange: (change: { reason?: string | undefined; project?: string | undefined }) => void
}

function WaitingSection({ search, pool, onChange }: WaitingSectionProps) {
  const { project, reason } = search
  const filter = useMemo<WorkloadFilter>(
    () => defined({ phase: ['QUEUED' as const], project, pool }) as WorkloadFilter,
    [project, pool],
  )
  const { query, waiting } = useWaiting(filter)
  const reasons = useMemo(() => reasonCounts(waiting), [waiting])
  const shown = useMemo(
    () => inQueueOrder(waiting).filter(({ workload }) => reason === undefined || workload.status.reason === reason),
    [waiting, reason],
  )
  return (
    <Section
      title={project ? `Waiting in ${project}` : 'Waiting'}
      note={`${plural(waiting.length, 'workload')}${query.hasNextPage ? ' and more' : ''}`}
      isFlush
      actions={
        project ? (
          <ButtonLink
            from="/queues"
            to="/queues"
            search={(before) => defined({ ...before, project: undefined })}
            size="small"
            replace
          >
            All projects
          </ButtonLink>
        ) : undefined
      }
    >
      {reasons.length > 0 ? (
        <div className={classes['reasons']} role="group" aria-label="Reasons">
          {reasons.map(({ reason: code, count }) => (
            <button
              key={code}
              type="button"
              className={classes['reason']}
              aria-pressed={reason === code}
              onClick={() => onChange({ reason: reason === code ? undefined : code })}
            >
              <b>{count}</b> {reasonWords(code)}
            </button>
          ))}
        </div>
      ) : null}
      {query.isPending ? (
        <SkeletonRows what="waiting work" />
      ) : query.isError && !query.data ? (
        <ErrorState
          title="The waiting work could not be read"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          name="waiting"
          label="Waiting work"
          columns={WAITING_COLUMNS}
          rows={shown}
          isLive
          height="fit"
          openId={search.why}
          total={query.hasNextPage ? 'unknown' : shown.length}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
          }}
          empty="Nothing waits here."
        />
      )}
    </Section>
  )
}
