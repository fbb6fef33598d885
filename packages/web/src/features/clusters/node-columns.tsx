import { Link } from '@tanstack/react-router'
import { Meter } from '../../components/bars/meter.tsx'
import { Mark } from '../../components/mark/mark.tsx'
import type { TableColumn } from '../../components/table/column.ts'
import { RowLink } from '../../components/table/row-link.tsx'
import { formatNumber, UNKNOWN } from '../../lib/format/numbers.ts'
import { driverOf } from './filter-nodes.ts'
import { stateOf } from './node-filter.ts'
import type { Node } from './node-heat.ts'

const meter = (id: string, header: string): TableColumn<Node> => ({
  id,
  header,
  about: 'Allocated of what the node has for work.',
  width: 'minmax(112px, 1fr)',
  sort: ({ allocated, allocatable }) =>
    (allocatable[id] ?? 0) > 0 ? (allocated[id] ?? 0) / (allocatable[id] ?? 1) : -1,
  cell: ({ allocated, allocatable }) => <Meter resource={id} used={allocated[id]} total={allocatable[id]} />,
})

/** Whether a node can take work, and why not. */
export function NodeState({ node }: { node: Node }) {
  if (!node.ready)
    return (
      <span data-tip={node.message ?? undefined}>
        <Mark tone="failed" shape="square">
          Not ready
        </Mark>
      </span>
    )
  if (!node.schedulable)
    return (
      <span data-tip={node.message ?? undefined}>
        <Mark tone="pending" shape="diamond">
          Cordoned
        </Mark>
      </span>
    )
  return (
    <Mark tone="running" shape="circle">
      Ready
    </Mark>
  )
}

const version = (
  id: string,
  header: string,
  about: string,
  read: (node: Node) => string | undefined,
): TableColumn<Node> => ({
  id,
  header,
  about,
  width: 'minmax(96px, 0.7fr)',
  isHiddenAtFirst: true,
  sort: read,
  cell: (node) => read(node) ?? UNKNOWN,
})

const NAME: Omit<TableColumn<Node>, 'cell'> = {
  id: 'name',
  header: 'Name',
  width: 'minmax(164px, 1.4fr)',
  isPinned: true,
  isFixed: true,
  sort: (node) => node.name,
}

const FACTS: readonly TableColumn<Node>[] = [
  {
    id: 'state',
    header: 'State',
    width: '106px',
    isFixed: true,
    sort: stateOf,
    cell: (node) => <NodeState node={node} />,
  },
  {
    id: 'pool',
    header: 'Node pool',
    width: 'minmax(84px, 0.7fr)',
    sort: (node) => node.nodePool?.name,
    cell: (node) => node.nodePool?.name ?? UNKNOWN,
  },
  {
    id: 'model',
    header: 'GPU model',
    width: 'minmax(180px, 1fr)',
    sort: (node) => node.gpu?.model,
    cell: (node) => node.gpu?.model ?? UNKNOWN,
  },
  meter('gpu', 'GPUs'),
  meter('cpu', 'CPU cores'),
  meter('memory', 'Memory GiB'),
  {
    id: 'runs',
    header: 'Runs',
    width: '64px',
    align: 'end',
    sort: (node) => node.runs.length,
    cell: (node) => formatNumber(node.runs.length),
  },
  version('kubelet', 'Kubelet', 'Its version.', ({ versions }) => versions['kubelet']),
  version('driver', 'GPU driver', 'Its version, where labels of the node tell it.', driverOf),
  {
    id: 'taints',
    header: 'Taints',
    about: 'Only work that tolerates them is placed here.',
    width: '74px',
    align: 'end',
    isHiddenAtFirst: true,
    sort: (node) => node.taints.length,
    cell: (node) => formatNumber(node.taints.length),
  },
]

/** The columns of the nodes of one cluster. */
export const NODE_COLUMNS: readonly TableColumn<Node>[] = [
  {
    ...NAME,
    cell: (node) => (
      <RowLink
        from="/clusters/$cluster"
        to="/clusters/$cluster"
        params={{ cluster: node.cluster.name }}
        search={(before) => ({ ...before, node: node.name })}
        replace
      >
        {node.name}
      </RowLink>
    ),
  },
  ...FACTS,
]

/** The columns of the nodes of all clusters. Several may be called alike, so that the address names them by id. */
export const ALL_NODE_COLUMNS: readonly TableColumn<Node>[] = [
  {
    ...NAME,
    cell: (node) => (
      <RowLink from="/nodes" to="/nodes" search={(before) => ({ ...before, node: node.id })} replace>
        {node.name}
      </RowLink>
    ),
  },
  {
    id: 'cluster',
    header: 'Cluster',
    width: 'minmax(90px, 0.8fr)',
    sort: (node) => node.cluster.name,
    cell: (node) => (
      <Link to="/clusters/$cluster" params={{ cluster: node.cluster.name }} preload={false}>
        {node.cluster.name}
      </Link>
    ),
  },
  ...FACTS,
]
