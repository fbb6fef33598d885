import { IconArrowsLeftRight, IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import { Button, ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Page } from '../../components/page/page.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import type { Sort } from '../../components/table/column.ts'
import { hiddenColumns } from '../../components/table/column-visibility.ts'
import { ColumnMenu } from '../../components/table/column-menu.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { ServedCsvButton } from '../../components/table/served-csv-button.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { usePrefs } from '../../lib/prefs.ts'
import { useScope, within } from '../../lib/scope.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { useCan } from '../../lib/whoami.ts'
import { OpenView } from '../views/open-view.tsx'
import { SavedViews } from '../views/saved-views.tsx'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { COMPARED_MAX } from '../compare/compare-search.ts'
import type { Order } from './order.ts'
import type { Workload } from './phases.ts'
import { useListKeys } from './use-list-keys.ts'
import { ROWS_MAX, useWorkloadRows } from './use-workload-rows.ts'
import { COST_COLUMN, WORKLOAD_COLUMNS } from './workload-columns.tsx'
import { listCommands } from './workload-commands.ts'
import { isUnfiltered, listInput } from './workload-filter.ts'
import { readWorkloadSearch, type SortColumn, type WorkloadFilter, type WorkloadSearch } from './workload-search.ts'
import { WorkloadFilters } from './workload-filters.tsx'
import classes from './workloads.module.css'
import { WORKLOAD_VIEWS } from './workload-views.ts'

const OrderDialog = lazy(() => import('./order-dialog.tsx').then((module) => ({ default: module.OrderDialog })))
const ChangeById = lazy(() => import('./change-by-id.tsx').then((module) => ({ default: module.ChangeById })))
const WorkloadPanel = lazy(() => import('./workload-panel.tsx').then((module) => ({ default: module.WorkloadPanel })))
const NOTHING: ReadonlySet<string> = new Set()

/** Find, understand, act: all workloads that the reader may see. */
export function WorkloadsPage({ search }: { search: WorkloadSearch }) {
  const { sort: sortColumn, asc, view, panel, ...rest } = readWorkloadSearch({ ...search })
  const filterKey = JSON.stringify(rest)
  const scope = useScope()
  // The filter is a new object at each render; what depends on it must only follow its content.
  const filter = useMemo(() => within(JSON.parse(filterKey) as WorkloadFilter, scope), [filterKey, scope])
  const navigate = useNavigate({ from: '/workloads/' })
  const canSubmit = useCan('workload:submit')
  const { query, rows, belongs } = useWorkloadRows(
    filter,
    !hiddenColumns(usePrefs(), 'workloads', WORKLOAD_COLUMNS).includes(COST_COLUMN),
  )
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOTHING)
  const [order, setOrder] = useState<{ order: Order; ids: readonly string[] }>()
  const [changed, setChanged] = useState<string>()
  const focusedRow = useRef<() => Workload | undefined>(null)
  const moved = useRef<string>(undefined)
  const sort: Sort = { id: sortColumn ?? 'submitted', isDescending: !asc }
  useShortcut('n', 'Submit workload', 'This page', () => void navigate({ to: '/workloads/submit' }), canSubmit)

  const isComparable = selected.size > 1 && selected.size <= COMPARED_MAX
  const compare = () => void navigate({ to: '/workloads/compare', search: { ids: [...selected].join(',') } })
  useShortcut('v', 'Compare what is selected', 'This page', compare, isComparable)

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const isWhole = sortColumn !== undefined
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  // Sorted by anything but age, the order is right only when all of them are here.
  if (isWhole && hasNextPage && !isFetchingNextPage) queueMicrotask(loadMore)

  const change = (next: { [K in keyof WorkloadSearch]?: WorkloadSearch[K] | undefined }) => {
    setSelected(NOTHING)
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  }
  const openPanel = (id: string | undefined) =>
    void navigate({ search: (before) => defined({ ...before, panel: id }), replace: true })
  useListKeys({
    current: () => focusedRow.current?.()?.id ?? panel ?? moved.current,
    selected,
    onPanel: (id) => openPanel(id === panel ? undefined : id),
    onOrder: (wanted, ids) => setOrder({ order: wanted, ids }),
    onChange: setChanged,
  })
  const orderSelected = (wanted: Order) => () => setOrder({ order: wanted, ids: [...selected] })
  const onSort = ({ id, isDescending }: Sort) =>
    change({
      sort: id === 'submitted' && isDescending ? undefined : (id as SortColumn),
      asc: isDescending ? undefined : true,
    })
  const count = rows.filter(belongs).length
  const isMore = query.hasNextPage
  return (
    <Page
      title="Workloads"
      isFull
      meta={query.data ? `${formatNumber(count)}${isMore ? '+' : ''}` : undefined}
      actions={
        canSubmit ? (
          <ButtonLink to="/workloads/submit" variant="primary" icon={<IconPlus size={15} />}>
            Submit workload
          </ButtonLink>
        ) : undefined
      }
    >
      {view === undefined ? null : (
        <OpenView of={WORKLOAD_VIEWS} id={view} onOpen={(next) => void navigate({ search: next, replace: true })} />
      )}
      <div className={classes['bars']}>
        <div inert={selected.size > 0}>
          <WorkloadFilters
            filter={filter}
            onChange={change}
            onClear={() => void navigate({ search: defined({ sort: sortColumn, asc, panel }), replace: true })}
            end={
              <>
                <SavedViews of={WORKLOAD_VIEWS} search={search} onOpen={(next) => void navigate({ search: next })} />
                <CopyAs commands={listCommands(filter)} />
                <ServedCsvButton list="workloads" keys="d" filter={() => ({ ...listInput(filter, Date.now()) })} />
                <ColumnMenu table="workloads" columns={WORKLOAD_COLUMNS} />
              </>
            }
          />
        </div>
        {selected.size > 0 ? (
          <div className={classes['bulk']} role="region" aria-label="Selected workloads">
            <strong>{plural(selected.size, 'workload')} selected</strong>
            <Button size="small" onClick={orderSelected('stop')}>
              Stop
            </Button>
            <Button size="small" onClick={orderSelected('resume')}>
              Resume
            </Button>
            <Button size="small" variant="danger" onClick={orderSelected('cancel')}>
              Cancel
            </Button>
            <Button
              size="small"
              icon={<IconArrowsLeftRight size={14} />}
              disabled={!isComparable}
              data-tip={isComparable ? undefined : `Two to ${COMPARED_MAX} workloads stand side by side.`}
              onClick={compare}
            >
              Compare
            </Button>
            <Button size="small" variant="quiet" onClick={() => setSelected(NOTHING)}>
              Clear selection
            </Button>
          </div>
        ) : null}
      </div>
      <div className={classes['list']}>
        {query.isPending ? (
          <SkeletonRows what="workloads" rows={12} />
        ) : query.isError && !query.data ? (
          <ErrorState
            title="The workloads could not be read"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : rows.length === 0 && isUnfiltered(filter) ? (
          <NoWorkloads canSubmit={canSubmit} />
        ) : (
          <DataTable
            name="workloads"
            label="Workloads"
            columns={WORKLOAD_COLUMNS}
            rows={rows}
            isLive
            isMember={belongs}
            openId={panel}
            focusedRow={focusedRow}
            onRow={({ id }) => openPanel(id)}
            onMove={({ id }) => {
              moved.current = id
              if (panel !== undefined) openPanel(id)
            }}
            sort={sort}
            onSort={onSort}
            selected={selected}
            onSelect={setSelected}
            total={isMore ? 'unknown' : count}
            onEnd={loadMore}
            empty={
              <>
                No workload is like that.{' '}
                <button type="button" onClick={() => void navigate({ search: {} })}>
                  <u>Clear the filter</u>
                </button>
              </>
            }
            footer={<Footer count={count} isMore={isMore} isLoading={isFetchingNextPage} isWhole={isWhole} />}
          />
        )}
      </div>
      <Suspense fallback={null}>
        {order ? (
          <OrderDialog {...order} onClose={() => setOrder(undefined)} onGiven={() => setSelected(NOTHING)} />
        ) : null}
        {changed ? <ChangeById key={changed} id={changed} onClose={() => setChanged(undefined)} /> : null}
      </Suspense>
      <Suspense fallback={null}>
        {panel ? (
          <WorkloadPanel
            id={panel}
            name={rows.find(({ id }) => id === panel)?.name}
            onClose={() => openPanel(undefined)}
            onOrder={(wanted) => setOrder({ order: wanted, ids: [panel] })}
            onChange={() => setChanged(panel)}
          />
        ) : null}
      </Suspense>
    </Page>
  )
}

function Footer({
  count,
  isMore,
  isLoading,
  isWhole,
}: {
  count: number
  isMore: boolean
  isLoading: boolean
  isWhole: boolean
}) {
  if (count >= ROWS_MAX) return <span>The newest {formatNumber(ROWS_MAX)} are here. Filter to see older ones.</span>
  return (
    <>
      <span>{isMore ? `${formatNumber(count)} loaded, there are more` : plural(count, 'workload')}</span>
      {isLoading ? <span role="status">{isWhole ? 'Loading all of them, to sort them' : 'Loading more'}</span> : null}
    </>
  )
}

function NoWorkloads({ canSubmit }: { canSubmit: boolean }) {
  return (
    <EmptyState
      title="No workload yet"
      steps={canSubmit ? <FirstSteps of="workloads" /> : undefined}
      actions={
        canSubmit ? (
          <ButtonLink to="/workloads/submit" variant="primary">
            Submit the first one
          </ButtonLink>
        ) : undefined
      }
    >
      What people submit appears here: jobs of one process or of many, waiting, running and ended. Submit one here, or
      from a shell.
    </EmptyState>
  )
}
