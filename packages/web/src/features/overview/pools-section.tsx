import { Meter } from '../../components/bars/meter.tsx'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatAmount } from '../../lib/format/amounts.ts'
import type { Node } from '../clusters/node-heat.ts'
import type { Queue } from '../queues/shares.ts'
import { poolUse } from './pool-use.ts'

/** How full each node pool is, how much of that is borrowed, and how much more is asked for. */
export function PoolsSection({ nodes, queues }: { nodes: readonly Node[]; queues: readonly Queue[] }) {
  const resource = nodes.some(({ allocatable }) => (allocatable['gpu'] ?? 0) > 0) ? 'gpu' : 'cpu'
  const unit = resource === 'gpu' ? 'GPUs' : 'CPU cores'
  return (
    <Section
      title={`${unit} by pool`}
      isFlush
      actions={
        <ButtonLink to="/pools" size="small">
          Node pools
        </ButtonLink>
      }
    >
      <SimpleTable
        label={`${unit} by pool`}
        rows={poolUse(nodes, queues, resource)}
        keyOf={({ name }) => name}
        columns={[
          { id: 'name', header: 'Pool', cell: ({ name }) => name },
          {
            id: 'allocated',
            header: 'Allocated',
            cell: ({ allocated, total }) => <Meter resource={resource} used={allocated} total={total} />,
          },
          { id: 'borrowed', header: 'Borrowed', align: 'end', cell: (pool) => formatAmount(resource, pool.borrowed) },
          { id: 'wanted', header: 'Waiting', align: 'end', cell: (pool) => formatAmount(resource, pool.wanted) },
        ]}
      />
    </Section>
  )
}
