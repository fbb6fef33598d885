import { AUDIT_ACTIONS } from '@fairlead/control-plane/audit-actions'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { FilterBar, FilterText } from '../../components/filter/filter-bar.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Page } from '../../components/page/page.tsx'
import { SidePanel } from '../../components/panel/side-panel.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import type { TableColumn } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { RowLink } from '../../components/table/row-link.tsx'
import { ServedCsvButton } from '../../components/table/served-csv-button.tsx'
import { ExactTime } from '../../components/time/time.tsx'
import { useNow } from '../../lib/clock.ts'
import { plural, UNKNOWN } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { api, trpc } from '../../lib/trpc.ts'
import { SINCE, sinceTime, type Since } from '../workloads/workload-search.ts'
import { OpenView } from '../views/open-view.tsx'
import { SavedViews } from '../views/saved-views.tsx'
import { auditCommands } from './audit-commands.ts'
import { AuditPanel, type Entry } from './audit-panel.tsx'
import type { AuditSearch } from './audit-search.ts'
import { AUDIT_VIEWS } from './audit-views.ts'
import { changesIn } from './changes-in.ts'
import classes from './audit.module.css'

interface Row {
  id: string
  entry: Entry
}

const PAGE = 200
const COLUMNS: readonly TableColumn<Row>[] = [
  {
    id: 'at',
    header: 'Time',
    width: '218px',
    isPinned: true,
    isFixed: true,
    cell: ({ entry }) => (
      <RowLink from="/audit" to="/audit" search={(before) => ({ ...before, entry: entry.id })} replace>
        <ExactTime at={entry.at} />
      </RowLink>
    ),
  },
  { id: 'actor', header: 'Actor', width: 'minmax(150px, 1fr)', cell: ({ entry }) => entry.actor.name },
  { id: 'action', header: 'Action', width: '150px', cell: ({ entry }) => <Tag kind="code">{entry.action}</Tag> },
  {
    id: 'object',
    header: 'Object',
    width: 'minmax(220px, 1.6fr)',
    cell: ({ entry }) => `${entry.object.kind} ${entry.object.name}`,
  },
  {
    id: 'change',
    header: 'Change',
    width: 'minmax(126px, 2fr)',
    cell: ({ entry }) => <span className={classes['dim']}>{summaryOf(entry)}</span>,
  },
  { id: 'origin', header: 'Origin', about: 'How it came in.', width: '72px', cell: ({ entry }) => entry.origin },
  { id: 'ip', header: 'Address', width: '108px', cell: ({ entry }) => entry.ip ?? UNKNOWN },
]

function summaryOf(entry: Entry): string {
  const [first, ...others] = changesIn(entry.data)
  if (!first) return UNKNOWN
  const rest = others.length > 0 ? `, and ${others.length} more` : ''
  return `${first.path}: ${first.before ?? 'not set'} → ${first.after ?? 'not set'}${rest}`
}

/** Who did what, newest first. */
export function AuditPage({ search }: { search: AuditSearch }) {
  const { entry: open, view, ...rest } = search
  const key = JSON.stringify(rest)
  const filter = useMemo(() => JSON.parse(key) as Omit<AuditSearch, 'entry' | 'view'>, [key])
  const navigate = useNavigate({ from: '/audit' })
  const now = useNow(60_000)
  const inputAt = (at: number) => defined({ ...filter, since: filter.since ? sinceTime(filter.since, at) : undefined })
  const query = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      api.audit.list.query(
        { ...inputAt(Date.now()), pageSize: PAGE, ...(pageParam === undefined ? {} : { pageToken: pageParam }) },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextPageToken ?? undefined,
  })
  const rows = useMemo<Row[]>(
    () => (query.data?.pages ?? []).flatMap(({ items }) => items.map((entry) => ({ id: String(entry.id), entry }))),
    [query.data],
  )
  const change = (next: { [K in keyof AuditSearch]?: AuditSearch[K] | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const isFiltered = Object.keys(filter).length > 0
  const loaded = rows.find(({ entry }) => entry.id === open)?.entry
  // A link may lead to an entry far below what is loaded, or beside what the filter says.
  const single = useQuery(
    trpc.audit.list.queryOptions(
      { id: open ?? 0, pageSize: 1 },
      { enabled: open !== undefined && !loaded && !query.isPending, staleTime: Infinity },
    ),
  )
  const [linked] = single.data?.items ?? []
  const shown = loaded ?? (linked?.id === open ? linked : undefined)
  return (
    <Page title="Audit" isFull meta="newest first">
      {view === undefined ? null : (
        <OpenView of={AUDIT_VIEWS} id={view} onOpen={(next) => void navigate({ search: next, replace: true })} />
      )}
      <FilterBar
        end={
          <>
            <SavedViews of={AUDIT_VIEWS} search={search} onOpen={(next) => void navigate({ search: next })} />
            <CopyAs commands={auditCommands(filter, now)} />
            <ServedCsvButton list="audit" filter={() => inputAt(Date.now())} />
          </>
        }
      >
        <FilterText
          label="Object, exact name or id"
          value={filter.object ?? ''}
          onChange={(object) => change({ object: object === '' ? undefined : object })}
        />
        <FilterText
          label="Actor, by name or id"
          value={filter.actor ?? ''}
          onChange={(actor) => change({ actor: actor === '' ? undefined : actor })}
        />
        {filter.request === undefined ? null : (
          <FilterText
            label="Request"
            value={filter.request}
            onChange={(request) => change({ request: request === '' ? undefined : request })}
          />
        )}
        <FilterPicker
          label="Action"
          options={AUDIT_ACTIONS.map((value) => ({ value, label: value }))}
          value={filter.action === undefined ? [] : [filter.action]}
          onChange={([action]) => change({ action })}
        />
        <FilterPicker
          label="Since"
          options={SINCE.map((value) => ({ value, label: `last ${value}` }))}
          value={filter.since === undefined ? [] : [filter.since]}
          onChange={([since]) => change({ since: since as Since | undefined })}
        />
        {isFiltered ? (
          <Button variant="quiet" size="small" onClick={() => void navigate({ search: {}, replace: true })}>
            Clear all
          </Button>
        ) : null}
        <Button size="small" onClick={() => void query.refetch()} isBusy={query.isRefetching}>
          Refresh
        </Button>
      </FilterBar>
      <div className={classes['list']}>
        {query.isPending ? (
          <SkeletonRows what="the audit log" rows={12} />
        ) : query.isError && !query.data ? (
          <ErrorState
            title="The audit log could not be read"
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <DataTable
            name="audit"
            label="Audit log"
            columns={COLUMNS}
            rows={rows}
            openId={open === undefined ? undefined : String(open)}
            total={hasNextPage ? 'unknown' : rows.length}
            onEnd={onEnd}
            empty={isFiltered ? 'Nothing like that was recorded.' : 'Nothing was recorded yet.'}
            footer={
              <span>
                {hasNextPage
                  ? `${plural(rows.length, 'entry', 'entries')} loaded, there are more`
                  : plural(rows.length, 'entry', 'entries')}
              </span>
            }
          />
        )}
      </div>
      {shown ? <AuditPanel key={shown.id} entry={shown} onClose={() => change({ entry: undefined })} /> : null}
      {open !== undefined && !shown && (single.isError || single.data) ? (
        <SidePanel title={`Entry ${open}`} onClose={() => change({ entry: undefined })}>
          {single.isError ? (
            <ErrorState
              title="The entry could not be read"
              error={single.error}
              onRetry={() => void single.refetch()}
            />
          ) : (
            <EmptyState title="There is no such entry">
              The audit log of this organization has no entry {open}. The link may be one of another organization.
            </EmptyState>
          )}
        </SidePanel>
      ) : null}
    </Page>
  )
}
