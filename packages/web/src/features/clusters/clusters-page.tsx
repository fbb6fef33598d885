import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { ButtonLink } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { FilterBar, FilterText, FilterToggle } from '../../components/filter/filter-bar.tsx'
import { Page } from '../../components/page/page.tsx'
import { EmptyState } from '../../components/states/empty-state.tsx'
import { ErrorState } from '../../components/states/error-state.tsx'
import { SkeletonRows } from '../../components/states/skeleton.tsx'
import type { Sort } from '../../components/table/column.ts'
import { ColumnMenu } from '../../components/table/column-menu.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { DataTable } from '../../components/table/data-table.tsx'
import { formatNumber, plural } from '../../lib/format/numbers.ts'
import { defined } from '../../lib/search.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { FirstSteps } from '../first-steps/first-steps-soon.tsx'
import { CLUSTER_COLUMNS } from './cluster-columns.tsx'
import { clusterCommands } from './cluster-commands.ts'

export interface ClusterSearch {
  q?: string
  /** Revoked ones too. */
  all?: true
}

/** Where work can run, and how it is there. */
export function ClustersPage({ search }: { search: ClusterSearch }) {
  const query = useQuery(trpc.clusters.list.queryOptions({}))
  const navigate = useNavigate({ from: '/clusters/' })
  const canEnrol = useCan('cluster:write')
  const [sort, setSort] = useState<Sort>({ id: 'name', isDescending: false })
  useShortcut('n', 'Add cluster', 'This page', () => void navigate({ to: '/clusters/enrol' }), canEnrol)
  const all = query.data?.items ?? []
  const revoked = all.filter(({ state }) => state === 'revoked').length
  const rows = all.filter(
    ({ name, state }) => (search.all || state !== 'revoked') && name.includes((search.q ?? '').toLowerCase()),
  )
  const change = (next: { q?: string | undefined; all?: true | undefined }) =>
    void navigate({ search: (before) => defined({ ...before, ...next }), replace: true })
  return (
    <Page
      title="Clusters"
      isFull={all.length > 0}
      meta={query.data ? formatNumber(rows.length) : undefined}
      actions={
        <>
          <ButtonLink to="/nodes">All nodes</ButtonLink>
          {canEnrol ? (
            <ButtonLink to="/clusters/enrol" variant="primary" icon={<IconPlus size={15} />}>
              Add cluster
            </ButtonLink>
          ) : null}
        </>
      }
    >
      {query.isPending ? (
        <SkeletonRows what="clusters" />
      ) : query.isError && !query.data ? (
        <ErrorState title="The clusters could not be read" error={query.error} onRetry={() => void query.refetch()} />
      ) : all.length === 0 ? (
        <NoClusters canEnrol={canEnrol} />
      ) : (
        <>
          <FilterBar
            end={
              <>
                <CopyAs commands={clusterCommands.list()} />
                <CsvButton
                  name="clusters"
                  columns={() => import('./cluster-csv.ts').then((module) => module.CLUSTER_CSV)}
                  readPage={wholeList(rows)}
                />
                <ColumnMenu table="clusters" columns={CLUSTER_COLUMNS} />
              </>
            }
          >
            <FilterText
              label="Filter by name"
              value={search.q ?? ''}
              onChange={(q) => change({ q: q === '' ? undefined : q })}
            />
            {revoked > 0 ? (
              <FilterToggle
                label={`Revoked (${revoked})`}
                isOn={search.all === true}
                onChange={(isOn) => change({ all: isOn ? true : undefined })}
              />
            ) : null}
          </FilterBar>
          <DataTable
            name="clusters"
            label="Clusters"
            columns={CLUSTER_COLUMNS}
            rows={rows}
            isLive
            isFramed
            height="fit"
            sort={sort}
            onSort={setSort}
            empty="No cluster is called like that."
            footer={<span>{plural(rows.length, 'cluster')}</span>}
          />
        </>
      )}
    </Page>
  )
}

function NoClusters({ canEnrol }: { canEnrol: boolean }) {
  return (
    <EmptyState
      title="No cluster yet"
      steps={canEnrol ? <FirstSteps of="clusters" /> : undefined}
      actions={
        canEnrol ? (
          <ButtonLink to="/clusters/enrol" variant="primary">
            Add the first cluster
          </ButtonLink>
        ) : undefined
      }
    >
      A cluster is a Kubernetes cluster or a single host with one small agent. The agent dials out; nothing has to be
      opened towards it.
    </EmptyState>
  )
}
