import { useMemo, useState } from 'react'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import type { Sort } from '../../components/table/column.ts'
import { DataTable } from '../../components/table/data-table.tsx'
import { plural } from '../../lib/format/numbers.ts'
import { useWorkloadRows } from '../workloads/use-workload-rows.ts'
import { WORKLOAD_COLUMNS } from '../workloads/workload-columns.tsx'
import type { WorkloadFilter } from '../workloads/workload-search.ts'

const SHOWN = new Set(['name', 'status', 'since', 'project', 'gpu', 'replicas', 'priority', 'user', 'submitted'])
const COLUMNS = WORKLOAD_COLUMNS.filter(({ id }) => SHOWN.has(id)).map((column) => ({
  ...column,
  isHiddenAtFirst: false,
}))

/** The unfinished work that a cluster holds. */
export function ClusterRuns({ cluster }: { cluster: string }) {
  const filter = useMemo<WorkloadFilter>(
    () => ({ cluster, phase: ['ASSIGNED', 'STARTING', 'RUNNING', 'CANCELLING'] }),
    [cluster],
  )
  const { query, rows, belongs } = useWorkloadRows(filter, false)
  const [sort, setSort] = useState<Sort>({ id: 'submitted', isDescending: true })
  const count = rows.filter(belongs).length
  return (
    <Section
      title="Work that it holds"
      isFlush
      actions={
        <ButtonLink to="/workloads" search={{ cluster }} size="small">
          All work of this cluster
        </ButtonLink>
      }
    >
      {query.isPending ? (
        <SkeletonRows what="the work of this cluster" />
      ) : query.isError && !query.data ? (
        <ErrorState
          title="The work of this cluster could not be read"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <DataTable
          name="cluster-runs"
          label="Work that this cluster holds"
          columns={COLUMNS}
          rows={rows}
          isMember={belongs}
          isLive
          height="fit"
          sort={sort}
          onSort={setSort}
          empty="It holds nothing right now."
          footer={<span>{plural(count, 'workload')}</span>}
        />
      )}
    </Section>
  )
}
