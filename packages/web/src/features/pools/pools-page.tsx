import { useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { Read } from '../../components/states/read.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { editColumn } from '../../components/table/edit-column.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatNumber } from '../../lib/format/numbers.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import { useNodeTop } from '../clusters/node-top.ts'
import { poolUse } from '../overview/pool-use.ts'
import { DeletePool } from './delete-pool.tsx'
import { poolBands } from './pool-bands.ts'
import { Allocated, Bands, Promised, Rules, Selector, Work } from './pool-cells.tsx'
import { poolCommands } from './pool-commands.ts'
import { POOL_CSV } from './pool-csv.ts'
import type { Pool } from './pool-fields.ts'

const EmptyPools = lazy(() => import('./empty-pools.tsx').then((module) => ({ default: module.EmptyPools })))
const PoolDialog = lazy(() => import('./pool-dialog.tsx').then((module) => ({ default: module.PoolDialog })))

/** Hardware in groups: what is in each, and how much of it is promised. */
export function PoolsPage() {
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const queues = useQuery(trpc.queues.list.queryOptions({}))
  const canSeeNodes = useCan('cluster:read')
  const nodes = useQuery(trpc.nodes.list.queryOptions({}, { enabled: canSeeNodes }))
  const top = useNodeTop()
  const bands = useMemo(() => poolBands(nodes.data?.items ?? [], top.data?.lines ?? []), [nodes.data, top.data])
  const uses = useMemo(() => {
    const of = (resource: string) => poolUse(nodes.data?.items ?? [], [], resource)
    return { gpu: of('gpu'), cpu: of('cpu') }
  }, [nodes.data])
  const usedOf = ({ name, capacity }: Pool) =>
    uses[(capacity['gpu'] ?? 0) > 0 ? 'gpu' : 'cpu'].find((use) => use.name === name)
  const canWrite = useCan('node-pool:write')
  const [edited, setEdited] = useState<Pool | 'new'>()
  const [doomed, setDoomed] = useState<Pool>()
  useShortcut('n', 'New node pool', 'This page', () => setEdited('new'), canWrite)
  useRowKey('e', 'Change the pool of the row')
  return (
    <Page
      title="Node pools"
      meta={pools.data ? formatNumber(pools.data.items.length) : undefined}
      actions={
        canWrite ? (
          <Button variant="primary" icon={<IconPlus size={15} />} onClick={() => setEdited('new')}>
            Node pool
          </Button>
        ) : undefined
      }
    >
      <Read query={pools} what="node pools">
        {({ items }) => (
          <>
            <Section
              title="Pools"
              note="a node belongs to the first pool by name whose labels it has, and else to the default pool"
              isFlush
              actions={
                <>
                  <CopyAs commands={poolCommands.list()} />
                  <CsvButton name="node-pools" of="node pools" columns={POOL_CSV} readPage={wholeList(items)} />
                </>
              }
            >
              <SimpleTable
                label="Node pools"
                rows={items}
                keyOf={(pool) => pool.id}
                columns={[
                  {
                    id: 'name',
                    header: 'Name',
                    cell: ({ name }) =>
                      canSeeNodes ? (
                        <Link to="/nodes" search={{ pool: name }} preload={false} data-tip={`The nodes of ${name}`}>
                          {name}
                        </Link>
                      ) : (
                        name
                      ),
                  },
                  { id: 'selector', header: 'Node selector', cell: (pool) => <Selector pool={pool} /> },
                  {
                    id: 'nodes',
                    header: 'Nodes ready',
                    align: 'end',
                    cell: ({ nodes: { ready, total } }) =>
                      total === 0 ? 'none' : `${formatNumber(ready)} of ${formatNumber(total)}`,
                  },
                  {
                    id: 'allocated',
                    header: 'Allocated',
                    cell: (pool) => <Allocated pool={pool} use={usedOf(pool)} />,
                  },
                  ...(canSeeNodes
                    ? [{ id: 'bands', header: 'GPU use', cell: ({ name }: Pool) => <Bands bands={bands.get(name)} /> }]
                    : []),
                  {
                    id: 'promised',
                    header: 'GPU quota of capacity',
                    cell: (pool) => <Promised pool={pool} queues={queues.data?.items ?? []} />,
                  },
                  {
                    id: 'work',
                    header: 'Workloads',
                    cell: (pool) => <Work pool={pool} queues={queues.data?.items ?? []} />,
                  },
                  { id: 'rules', header: 'Rules', cell: (pool) => <Rules pool={pool} /> },
                  ...(canWrite
                    ? [
                        editColumn({
                          onEdit: setEdited,
                          onDelete: setDoomed,
                          isFixed: ({ isDefault }: Pool) => isDefault,
                        }),
                      ]
                    : []),
                ]}
              />
            </Section>
            <Suspense fallback={null}>
              <EmptyPools pools={items} />
            </Suspense>
          </>
        )}
      </Read>
      <Suspense fallback={null}>
        {edited ? (
          <PoolDialog
            pool={edited === 'new' ? undefined : edited}
            pools={pools.data?.items ?? []}
            onClose={() => setEdited(undefined)}
          />
        ) : null}
      </Suspense>
      {doomed ? <DeletePool pool={doomed} onClose={() => setDoomed(undefined)} /> : null}
    </Page>
  )
}
