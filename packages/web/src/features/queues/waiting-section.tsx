import { useMemo } from 'react'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { FilterBar, FilterText } from '../../components/filter/filter-bar.tsx'
import { FilterPicker } from '../../components/filter/filter-picker.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import { ColumnMenu } from '../../components/table/column-menu.tsx'
import { CsvButton } from '../../components/table/csv-button.tsx'
import { cx } from '../../lib/cx.ts'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { api } from '../../lib/trpc.ts'
import { pendingFilter, usePendingTotals } from './pending.ts'
import { PENDING_COLUMNS } from './pending-columns.tsx'
import { PENDING_CSV } from './pending-csv.ts'
import { PendingTable } from './pending-table.tsx'
import { PermanentGroup } from './permanent-group.tsx'
import { pendingCommands } from './queue-commands.ts'
import type { QueueSearch } from './queue-search.ts'
import { reasonWords } from './reasons.ts'
import classes from './queues.module.css'

interface WaitingSectionProps {
  search: QueueSearch & { department?: string }
  projects: readonly string[]
  onChange: (change: { [K in keyof QueueSearch]?: QueueSearch[K] | undefined }) => void
}

/** What waits, filtered as the address says: reasons with their counts, what no waiting helps, and every line in its order. */
export function WaitingSection({ search, projects, onChange }: WaitingSectionProps) {
  const { pool, project, department, reason, permanent, q, why } = search
  const filter = useMemo(
    () => pendingFilter(defined({ pool, project, department, reason, permanent, q })),
    [pool, project, department, reason, permanent, q],
  )
  const totals = usePendingTotals(filter)
  const data = totals.data
  const isFiltered = [project, reason, permanent, q].some((value) => value !== undefined)
  const all = data?.reasons.reduce((sum, { count }) => sum + count, 0) ?? 0
  return (
    <Section
      title="Waiting"
      note={
        data ? `${plural(data.total, 'workload')}${data.total === all ? '' : ` of ${formatNumber(all)}`}` : undefined
      }
      isFlush
      actions={
        <>
          <ColumnMenu table="pending" columns={PENDING_COLUMNS} />
          <CopyAs commands={pendingCommands(filter)} />
          <CsvButton
            name="waiting"
            columns={PENDING_CSV}
            readPage={(pageToken) => api.queues.pending.query({ ...filter, pageSize: 1000, ...defined({ pageToken }) })}
          />
        </>
      }
    >
      <div className={classes['filters']}>
        <FilterBar>
          <FilterText
            label="Filter by name"
            value={q ?? ''}
            onChange={(text) => onChange({ q: text === '' ? undefined : text })}
          />
          <FilterPicker
            label="Project"
            options={projects.map((name) => ({ value: name, label: name }))}
            value={project ? [project] : []}
            onChange={([name]) => onChange({ project: name })}
          />
          {data ? (
            <div className={classes['reasons']} role="group" aria-label="Reasons">
              {data.reasons.map(({ reason: code, permanent: isPermanent, count }) => (
                <button
                  key={`${code} ${isPermanent}`}
                  type="button"
                  className={cx(classes['reason'], isPermanent && classes['isPermanent'])}
                  aria-pressed={reason === code}
                  onClick={() => onChange({ reason: reason === code ? undefined : code, permanent: undefined })}
                >
                  <b>{formatNumber(count)}</b> {reasonWords(code)}
                </button>
              ))}
            </div>
          ) : null}
        </FilterBar>
      </div>
      <PermanentGroup filter={filter} />
      {data ? (
        data.total === 0 ? (
          <p className={classes['nothing']}>
            {isFiltered ? 'Nothing that waits is like that.' : 'Nothing waits here.'}
          </p>
        ) : (
          <PendingTable filter={filter} totals={data} openId={why} onWhy={(id) => onChange({ why: id })} />
        )
      ) : totals.isError ? (
        <ErrorState
          title="The waiting work could not be read"
          error={totals.error}
          onRetry={() => void totals.refetch()}
        />
      ) : (
        <SkeletonRows what="waiting work" />
      )}
    </Section>
  )
}
