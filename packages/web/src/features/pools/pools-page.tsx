import { useMutation, useQuery } from '@tanstack/react-query'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { UsageBar } from '../../components/bars/usage-bar.tsx'
import { Button } from '../../components/button/button.tsx'
import { CopyAs } from '../../components/command/copy-as.tsx'
import { ConfirmDialog } from '../../components/dialog/confirm-dialog.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import { Page } from '../../components/page/page.tsx'
import { Section } from '../../components/page/section.tsx'
import { Read } from '../../components/states/read.tsx'
import { editColumn } from '../../components/table/edit-column.tsx'
import { useRowKey } from '../../components/table/row-focus.ts'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { toast } from '../../components/toast/toasts.ts'
import { cx } from '../../lib/cx.ts'
import { describeAmounts, formatAmount } from '../../lib/format/amounts.ts'
import { formatNumber, plural, UNKNOWN } from '../../lib/format/numbers.ts'
import { formatDuration } from '../../lib/format/time.ts'
import { queryClient } from '../../lib/query-client.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import { trpc } from '../../lib/trpc.ts'
import { useCan } from '../../lib/whoami.ts'
import type { Queue } from '../queues/shares.ts'
import { poolCommands } from './pool-commands.ts'
import type { Pool } from './pool-fields.ts'
import classes from './pools.module.css'

const PoolDialog = lazy(() => import('./pool-dialog.tsx').then((module) => ({ default: module.PoolDialog })))

/** Hardware in groups: what is in each, and how much of it is promised. */
export function PoolsPage() {
  const pools = useQuery(trpc.nodePools.list.queryOptions({}))
  const queues = useQuery(trpc.queues.list.queryOptions({}))
  const canWrite = useCan('node-pool:write')
  const [edited, setEdited] = useState<Pool | 'new'>()
  const [doomed, setDoomed] = useState<Pool>()
  useShortcut('n', 'New node pool', 'This page', () => canWrite && setEdited('new'))
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
          <Section
            title="Pools"
            note="a node belongs to the first pool by name whose labels it has, and else to the default pool"
            isFlush
            actions={<CopyAs commands={poolCommands.list()} />}
          >
            <SimpleTable
              label="Node pools"
              rows={items}
              keyOf={(pool) => pool.id}
              columns={[
                {
                  id: 'name',
                  header: 'Name',
                  cell: (pool) => (
                    <Link to="/queues" search={{ pool: pool.name }}>
                      {pool.name}
                    </Link>
                  ),
                },
                { id: 'selector', header: 'Node selector', cell: (pool) => <Selector pool={pool} /> },
                {
                  id: 'nodes',
                  header: 'Nodes ready',
                  align: 'end',
                  cell: ({ nodes }) => `${formatNumber(nodes.ready)} of ${formatNumber(nodes.total)}`,
                },
                { id: 'capacity', header: 'Capacity', cell: (pool) => <Capacity amounts={pool.capacity} /> },
                {
                  id: 'promised',
                  header: 'GPU quota of capacity',
                  cell: (pool) => <Promised pool={pool} queues={queues.data?.items ?? []} />,
                },
                {
                  id: 'strategy',
                  header: 'Placement',
                  cell: (pool) => (pool.strategy === 'spread' ? 'spread' : 'bin-pack'),
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

function Capacity({ amounts }: { amounts: Pool['capacity'] }) {
  const [most, ...others] = describeAmounts(amounts).split(' · ')
  return (
    <span className={classes['capacity']}>
      {most}
      <small>{others.join(' · ')}</small>
    </span>
  )
}

function Selector({ pool }: { pool: Pool }) {
  if (pool.isDefault) return <span className={classes['dim']}>what no other pool takes</span>
  return (
    <span className={classes['tags']}>
      {Object.entries(pool.selector).map(([label, value]) => (
        <Tag key={label} kind="code">{`${label}=${value}`}</Tag>
      ))}
      {pool.clusters.map(({ id, name }) => (
        <Tag key={id}>only {name}</Tag>
      ))}
    </span>
  )
}

/** What is not as in every pool. */
function Rules({ pool }: { pool: Pool }) {
  const span = (seconds: number) => formatDuration(seconds * 1000)
  const rules = [
    pool.minRuntimeSeconds > 0 ? `safe for ${span(pool.minRuntimeSeconds)}` : undefined,
    pool.topology.length > 0 ? pool.topology.join(' › ') : undefined,
    pool.maxWaitSeconds === null ? undefined : `first after ${span(pool.maxWaitSeconds)}`,
    pool.preemptionsPerHour === null ? undefined : `${plural(pool.preemptionsPerHour, 'preemption')} an hour`,
    pool.timeBasedK === null ? undefined : `past use counts ${formatNumber(pool.timeBasedK, 2)}`,
  ].filter((rule) => rule !== undefined)
  if (rules.length === 0) return <span className={classes['dim']}>{UNKNOWN}</span>
  return (
    <span className={classes['tags']}>
      {rules.map((rule) => (
        <Tag key={rule}>{rule}</Tag>
      ))}
    </span>
  )
}

/** What departments are owed of a pool together, beside what it has. More is promised than there is: not all can have it at once. */
function Promised({ pool, queues }: { pool: Pool; queues: readonly Queue[] }) {
  const total = pool.capacity['gpu'] ?? 0
  const owed = queues
    .filter(({ queue, nodePool }) => queue.kind === 'department' && nodePool.id === pool.id)
    .map(({ deserved }) => deserved['gpu'] ?? null)
  if (total === 0) return <span className={classes['dim']}>{UNKNOWN}</span>
  if (owed.includes(null)) return <span className={classes['over']}>without bound</span>
  const promised = owed.reduce<number>((sum, amount) => sum + (amount ?? 0), 0)
  return (
    <span className={classes['promise']}>
      <span className={cx(promised > total && classes['over'])}>
        {formatAmount('gpu', promised)} of {formatAmount('gpu', total)}
        {promised > total ? ', more than there is' : ''}
      </span>
      <UsageBar used={promised} total={Math.max(total, promised)} />
    </span>
  )
}

function DeletePool({ pool, onClose }: { pool: Pool; onClose: () => void }) {
  const remove = useMutation(
    trpc.nodePools.delete.mutationOptions({
      onSuccess: () => {
        for (const key of [trpc.nodePools.pathKey(), trpc.nodes.pathKey(), trpc.queues.pathKey()])
          void queryClient.invalidateQueries({ queryKey: key })
        toast({ tone: 'success', title: `Node pool ${pool.name} is deleted` })
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={`Delete ${pool.name}`}
      isOpen
      onClose={onClose}
      isDanger
      consequence={`Its ${formatNumber(pool.nodes.total)} nodes fall to another pool whose labels they have, or to the default pool; its quotas end. A pool that work was submitted to is refused.`}
      action="Delete pool"
      commands={poolCommands.remove(pool.name)}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ nodePool: pool.id })}
    />
  )
}
