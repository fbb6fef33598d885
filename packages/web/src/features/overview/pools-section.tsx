import { Meter } from '../../components/bars/meter.tsx'
import { ButtonLink } from '../../components/button/button.tsx'
import { Section } from '../../components/page/section.tsx'
import { CsvButton, wholeList } from '../../components/table/csv-button.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { formatAmount } from '../../lib/format/amounts.ts'
import type { Node } from '../clusters/node-heat.ts'
import type { Queue } from '../queues/shares.ts'
import { poolUse } from './pool-use.ts'

interface PoolsSectionProps {
  nodes: readonly Node[]
  queues: readonly Queue[]
  oldSince: number | undefined
}

/** How full each node pool is, how much of that is borrowed, and how much more is asked for. */
export function PoolsSection({ nodes, queues, oldSince }: PoolsSectionProps) {
  const resource = nodes.some(({ allocatable }) => (allocatable['gpu'] ?? 0) > 0) ? 'gpu' : 'cpu'
  const unit = resource === 'gpu' ? 'GPUs' : 'CPU cores'
  const pools = poolUse(nodes, queues, resource)
  return (
    <Section
      title={`${unit} by pool`}
      oldSince={oldSince}
      isFlush
      actions={
        <>
          <CsvButton
            name="node-pool-use"
            of="use of node pools"
            columns={() => import('./overview-csv.ts').then((module) => module.poolUseCsv(resource))}
            readPage={wholeList(pools)}
          />
          <ButtonLink to="/pools" size="small">
            Node pools
          </ButtonLink>
        </>
      }
    >
      <SimpleTable
        label={`${unit} by pool`}
        rows={pools}
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
