import { Meter } from '../../components/bars/meter.tsx'
import { Tag } from '../../components/mark/tag.tsx'
import type { TableColumn } from '../../components/table/column.ts'
import { Flash } from '../../components/table/flash.tsx'
import { RowLink } from '../../components/table/row-link.tsx'
import { TimeAgo } from '../../components/time/time.tsx'
import { formatNumber, UNKNOWN } from '../../lib/format/numbers.ts'
import { ClusterHealth, type Cluster } from './cluster-health.tsx'

const HEALTH_ORDER = ['offline', 'degraded', 'enrolling', 'healthy']

const meter = (id: string, header: string): TableColumn<Cluster> => ({
  id,
  header,
  about: 'Allocated of what its nodes have for work.',
  width: 'minmax(124px, 1fr)',
  sort: ({ allocated, capacity }) => ((capacity[id] ?? 0) > 0 ? (allocated[id] ?? 0) / (capacity[id] ?? 1) : -1),
  cell: ({ allocated, capacity }) => <Meter resource={id} used={allocated[id]} total={capacity[id]} />,
})

export const CLUSTER_COLUMNS: readonly TableColumn<Cluster>[] = [
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(130px, 1.2fr)',
    isPinned: true,
    isFixed: true,
    sort: (cluster) => cluster.name,
    cell: (cluster) => (
      <RowLink to="/clusters/$cluster" params={{ cluster: cluster.name }} preload={false}>
        {cluster.name}
      </RowLink>
    ),
  },
  {
    id: 'health',
    header: 'Health',
    about: 'What its agent says, and whether it says anything.',
    width: 'minmax(124px, 0.9fr)',
    isFixed: true,
    sort: (cluster) => HEALTH_ORDER.indexOf(cluster.health),
    cell: (cluster) => (
      <Flash of={cluster.id} value={cluster.health}>
        <ClusterHealth cluster={cluster} /> {cluster.paused ? <Tag kind="warn">paused</Tag> : null}
      </Flash>
    ),
  },
  {
    id: 'nodes',
    header: 'Nodes',
    about: 'Ready of all.',
    width: '92px',
    align: 'end',
    sort: (cluster) => cluster.nodes.total,
    cell: ({ nodes }) => `${formatNumber(nodes.ready)} / ${formatNumber(nodes.total)}`,
  },
  meter('gpu', 'GPUs'),
  meter('cpu', 'CPU cores'),
  meter('memory', 'Memory GiB'),
  {
    id: 'runs',
    header: 'Runs',
    about: 'Attempts that it holds right now.',
    width: '66px',
    align: 'end',
    sort: (cluster) => cluster.runs,
    cell: (cluster) => formatNumber(cluster.runs),
  },
  {
    id: 'driver',
    header: 'Driver',
    about: 'What its agent makes of runs.',
    width: '88px',
    sort: (cluster) => cluster.driver,
    cell: (cluster) => cluster.driver ?? UNKNOWN,
  },
  {
    id: 'version',
    header: 'Agent',
    about: 'Version of its agent, and how that lies to the control plane where it is another.',
    width: '74px',
    sort: (cluster) => cluster.agentVersion,
    cell: ({ agentVersion, agentSkew }) => (
      <>
        {agentVersion ?? UNKNOWN}{' '}
        {agentSkew === 'same' || agentSkew === 'unknown' ? null : <Tag kind="warn">{agentSkew}</Tag>}
      </>
    ),
  },
  {
    id: 'logs',
    header: 'Log policy',
    about: 'What of the output of work may leave the cluster.',
    width: '90px',
    isHiddenAtFirst: true,
    cell: (cluster) => cluster.logPolicy,
  },
  {
    id: 'seen',
    header: 'Seen',
    width: '84px',
    align: 'end',
    sort: (cluster) => cluster.lastSeenAt,
    cell: (cluster) => <TimeAgo at={cluster.lastSeenAt} />,
  },
]
