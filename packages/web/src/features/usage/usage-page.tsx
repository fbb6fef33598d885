import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useMemo } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { FilterBar, FilterToggle } from '../../components/filter/filter-bar.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Page } from '../../components/page/page.tsx'
import { RangePicker } from '../../components/range/range-picker.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { ServedCsvButton } from '../../components/table/served-csv-button.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { useNow } from '../../lib/clock.ts'
import { zoneName } from '../../lib/format/time.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useRange } from '../../lib/range.ts'
import { useScope, within } from '../../lib/scope.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { rangeBefore, resolveRange, type RangeName } from '../../lib/time-range.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Resource } from './figures-of.ts'
import { IdleSection } from './idle-section.tsx'
import { usageCommands } from './usage-commands.ts'
import { JsonButton } from './json-button.tsx'
import { LateNotice } from './late-notice.tsx'
import { UsageLines } from './usage-lines.tsx'
import { USAGE_BY, USAGE_BY_LABELS, type UsageBy, type UsageSearch } from './usage-search.ts'
import { UsageTotals } from './usage-totals.tsx'
import classes from './usage-page.module.css'

const UsageOverTime = lazy(() => import('./usage-over-time.tsx').then((module) => ({ default: module.UsageOverTime })))
const UsageMonths = lazy(() => import('./usage-months.tsx').then((module) => ({ default: module.UsageMonths })))
const PricesSection = lazy(() => import('./prices-section.tsx').then((module) => ({ default: module.PricesSection })))
const NAMES: readonly RangeName[] = ['today', '24h', '7d', '30d', '90d', 'month', 'last-month']
const EVERY_MS = 60_000
const RESOURCES = [
  { value: 'gpu', label: 'GPU' },
  { value: 'cpu', label: 'CPU' },
] as const

/** What was held, what of it was used, by whom, and what lies idle now. */
export function UsagePage({ search: said }: { search: UsageSearch }) {
  const scope = useScope()
  const search = within(said, scope)
  const { by = 'project', resource = 'gpu' } = said
  const { range, setRange } = useRange({ names: NAMES, hasDays: true, fallback: '7d' })
  const { zone } = usePrefs()
  const navigate = useNavigate({ from: '/usage' })
  const now = Math.floor(useNow(EVERY_MS) / EVERY_MS) * EVERY_MS
  const span = useMemo(() => resolveRange(range, now, zone), [range, now, zone])
  const filter = defined({
    project: search.project,
    department: search.department,
    cluster: search.cluster,
    nodePool: search.pool,
    user: search.user,
    zone: zoneName(zone),
  })
  const inputOf = ({ from, to }: typeof span) => ({
    ...filter,
    by,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  })
  const options = { placeholderData: keepPreviousData, staleTime: EVERY_MS }
  const usage = useQuery(trpc.usage.get.queryOptions(inputOf(span), options))
  const before = useQuery(trpc.usage.get.queryOptions(inputOf(rangeBefore(span)), options))
  const change = (next: { [K in keyof UsageSearch]?: UsageSearch[K] | undefined }) =>
    void navigate({ search: (old) => defined({ ...old, ...next }), replace: true })
  const group = (next: UsageBy) => change({ by: next === 'project' ? undefined : next })
  useShortcut('1', 'By project', 'This page', () => group('project'))
  useShortcut('2', 'By user', 'This page', () => group('user'))
  useShortcut('3', 'By department', 'This page', () => group('department'))
  useShortcut('4', 'By node pool', 'This page', () => group('pool'))
  useShortcut('5', 'By cluster', 'This page', () => group('cluster'))
  const toggleMonths = () => change({ months: search.months ? undefined : true })
  useShortcut('v', 'Compare months', 'This page', toggleMonths)
  return (
    <Page
      title="Usage"
      meta={
        usage.data ? (
          <>
            as of <TimeAgo at={usage.data.asOf} />
          </>
        ) : undefined
      }
      actions={
        <>
          <JsonButton name={`usage-by-${by}`} data={usage.data} />
          <RangePicker value={range} onChange={setRange} names={NAMES} hasDays />
        </>
      }
    >
      <FilterBar
        end={
          <>
            <CopyAs commands={usageCommands(search, span)} />
            <ServedCsvButton list="usage" name={`usage-by-${by}`} filter={() => inputOf(span)} />
          </>
        }
      >
        <Segments
          label="A line for each"
          options={USAGE_BY.map((value) => ({ value, label: USAGE_BY_LABELS[value] }))}
          value={by}
          onChange={group}
        />
        <Segments
          label="Resource"
          options={RESOURCES}
          value={resource}
          onChange={(next: Resource) => change({ resource: next === 'cpu' ? 'cpu' : undefined })}
        />
        <FilterToggle label="Months" isOn={search.months === true} onChange={toggleMonths} />
        <UsageFilters search={search} onChange={change} />
      </FilterBar>
      {usage.isError && !usage.data ? (
        <ErrorState title="The usage could not be read" error={usage.error} onRetry={() => void usage.refetch()} />
      ) : usage.isPending ? (
        <SkeletonRows what="the usage" rows={10} />
      ) : (
        <>
          <LateNotice from={usage.data.from} to={usage.data.to} />
          <UsageTotals usage={usage.data} before={before.data} resource={resource} />
          {usage.data.lines.length === 0 ? (
            <EmptyState
              title="Nothing ran in this time"
              actions={
                <ButtonLink to="/workloads" variant="primary">
                  Workloads
                </ButtonLink>
              }
            >
              Every hour that work holds a GPU or a core is counted here, from the moment its cluster is told until it
              ends. Look at another time, or with fewer conditions.
            </EmptyState>
          ) : (
            <>
              <Suspense fallback={<SkeletonRows what="the chart" rows={5} />}>
                <UsageOverTime usage={usage.data} resource={resource} />
              </Suspense>
              <UsageLines usage={usage.data} resource={resource} by={by} />
            </>
          )}
        </>
      )}
      <Suspense fallback={null}>
        {search.months ? <UsageMonths filter={filter} search={search} now={now} /> : null}
      </Suspense>
      <IdleSection project={search.project} department={search.department} />
      <Suspense fallback={<SkeletonRows what="the prices" rows={2} />}>
        <PricesSection />
      </Suspense>
    </Page>
  )
}

function UsageFilters({
  search,
  onChange,
}: {
  search: UsageSearch
  onChange: (change: { [K in keyof UsageSearch]?: UsageSearch[K] | undefined }) => void
}) {
  const scope = useScope()
  const projects = useQuery(trpc.projects.list.queryOptions({}))
  const departments = useQuery(trpc.departments.list.queryOptions({}))
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const clusters = useQuery(trpc.clusters.list.queryOptions({}, { enabled: useCan('cluster:read') }))
  const one = (
    key: 'project' | 'department' | 'cluster' | 'pool',
    label: string,
    items: readonly { name: string }[] | undefined,
  ) => (
    <FilterPicker
      label={label}
      options={(items ?? []).map(({ name }) => ({ value: name, label: name }))}
      value={search[key] === undefined ? [] : [search[key]]}
      onChange={([value]) => onChange({ [key]: value })}
    />
  )
  const isFiltered = [search.project, search.department, search.cluster, search.pool, search.user].some(Boolean)
  return (
    <>
      {scope.project === undefined ? one('project', 'Of project', projects.data?.items) : null}
      {scope.project === undefined && scope.department === undefined
        ? one('department', 'Of department', departments.data?.items)
        : null}
      {one('pool', 'In pool', pools.data?.items)}
      {one('cluster', 'On cluster', clusters.data?.items)}
      {search.user === undefined ? null : <span className={classes['user']}>user {search.user}</span>}
      {isFiltered ? (
        <Button
          variant="quiet"
          size="small"
          onClick={() =>
            onChange({
              project: undefined,
              department: undefined,
              cluster: undefined,
              pool: undefined,
              user: undefined,
            })
          }
        >
          Clear all
        </Button>
      ) : null}
    </>
  )
}
