import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState, type ReactNode } from 'react'
import { HeatMap } from '../../components/heat/heat-map.tsx'
import { Section } from '../../components/page/section.tsx'
import { SimpleTable } from '../../components/table/simple-table.tsx'
import { Segments } from '../../components/tabs/segments.tsx'
import { describeAmount } from '../../lib/format/amounts.ts'
import { formatShare, plural, UNKNOWN } from '../../lib/format/numbers.ts'
import { useOldSince } from '../../lib/old-since.ts'
import { useShortcut } from '../../lib/shortcuts.ts'
import {
  describeNode,
  HEAT_METRICS,
  levelOf,
  nodeTiles,
  type HeatMetric,
  type Node,
  type NodeTile,
} from './node-heat.ts'
import classes from './node-heat-section.module.css'
import { stateOf } from './node-filter.ts'
import { NODE_TOP_EVERY_MS, useNodeTop } from './node-top.ts'

const METRIC_NAMES: Record<HeatMetric, string> = {
  allocated: 'Allocated',
  gpu: 'GPU use',
  gpuMemory: 'GPU memory',
  idle: 'Held idle',
  cpu: 'CPU use',
  memory: 'Host memory',
}

interface NodeHeatSectionProps {
  nodes: readonly Node[]
  more?: ReactNode
  /** What decides which nodes these are; where there is something, there may be none of them. */
  filters?: ReactNode
}

/** Every GPU of every node at a glance, or the same as a table. */
export function NodeHeatSection({ nodes, more, filters }: NodeHeatSectionProps) {
  const [metric, setMetric] = useState<HeatMetric>('allocated')
  const [isTable, setTable] = useState(false)
  const navigate = useNavigate()
  useShortcut('h', 'GPUs by node as a map or a table', 'This page', () => setTable(!isTable))
  const top = useNodeTop()
  const oldSince = useOldSince([top], NODE_TOP_EVERY_MS)
  const groups = useMemo(() => nodeTiles(nodes, top.data?.lines ?? [], metric), [nodes, top.data, metric])
  const tiles = groups.flatMap(({ tiles: members }) => members)
  const open = ({ node }: NodeTile) =>
    void navigate({ to: '/clusters/$cluster', params: { cluster: node.cluster.name }, search: { node: node.name } })
  if (tiles.length === 0 && !filters) return null
  const isFlush = isTable && tiles.length > 0
  return (
    <Section
      title="GPUs by node"
      oldSince={metric === 'allocated' ? undefined : oldSince}
      note={`${plural(tiles.length, 'node')}; filled is allocated, hollow is free, hatched is not ready, underlined is cordoned`}
      actions={
        <div className={classes['controls']}>
          <Segments
            label="What to show"
            options={HEAT_METRICS.map((value) => ({ value, label: METRIC_NAMES[value] }))}
            value={metric}
            onChange={setMetric}
          />
          <Segments
            label="How to show it"
            options={[
              { value: 'map', label: 'Map' },
              { value: 'table', label: 'Table' },
            ]}
            value={isTable ? 'table' : 'map'}
            onChange={(value) => setTable(value === 'table')}
          />
          {more}
        </div>
      }
      isFlush={isFlush}
    >
      {filters ? <div className={isFlush ? classes['aboveTable'] : classes['filters']}>{filters}</div> : null}
      {tiles.length === 0 ? (
        <p className={classes['none']}>No node is like that.</p>
      ) : isTable ? (
        <div className={classes['table']}>
          <HeatTable tiles={tiles} />
        </div>
      ) : (
        <HeatMap
          label={`GPUs by node, ${METRIC_NAMES[metric]}`}
          groups={groups}
          isCounting={metric === 'allocated'}
          describe={describeNode}
          onOpen={open}
          hint="Point at a node, or walk with the arrow keys."
        />
      )}
    </Section>
  )
}

const share = (metric: Exclude<HeatMetric, 'allocated'>, header: string) => ({
  id: metric,
  header,
  align: 'end' as const,
  cell: ({ node, used }: NodeTile) => {
    const level = levelOf(node, used, metric)
    return level === null ? UNKNOWN : formatShare(level, 1)
  },
})

function HeatTable({ tiles }: { tiles: readonly NodeTile[] }) {
  return (
    <SimpleTable
      label="GPUs by node"
      rows={tiles}
      keyOf={(tile) => tile.id}
      columns={[
        { id: 'node', header: 'Node', cell: ({ node }) => node.name },
        { id: 'cluster', header: 'Cluster', cell: ({ node }) => node.cluster.name },
        { id: 'pool', header: 'Node pool', cell: ({ node }) => node.nodePool?.name ?? UNKNOWN },
        { id: 'model', header: 'GPU', cell: ({ node }) => node.gpu?.model ?? UNKNOWN },
        {
          id: 'allocated',
          header: 'Allocated',
          align: 'end',
          cell: ({ node, taken, slots }) => `${describeAmount('gpu', taken * 1000)} of ${node.gpu?.count ?? slots}`,
        },
        share('gpu', 'GPU use'),
        share('gpuMemory', 'GPU memory'),
        share('idle', 'Held idle'),
        { id: 'state', header: 'State', cell: ({ node }) => node.message ?? stateOf(node).replace('-', ' ') },
      ]}
    />
  )
}
