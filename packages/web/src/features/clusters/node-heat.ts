import type { HeatValue } from '../../components/heat/draw-heat.ts'
import type { HeatGroup } from '../../components/heat/heat-layout.ts'
import { describeAmount } from '../../lib/format/amounts.ts'
import { formatShare, plural } from '../../lib/format/numbers.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { stateOf } from './node-filter.ts'

export type Node = Outputs['nodes']['list']['items'][number]
type TopLine = Outputs['metrics']['top']['lines'][number]

/** `idle` is what is allocated and was not used when last measured; `memory` is that of the host. */
export const HEAT_METRICS = ['allocated', 'gpu', 'gpuMemory', 'idle', 'cpu', 'memory'] as const
export type HeatMetric = (typeof HEAT_METRICS)[number]

export interface NodeTile extends HeatValue {
  node: Node
  used: Readonly<Record<string, number>> | undefined
}

/** Nodes with GPUs as tiles of one cell a device, by cluster and pool. */
export function nodeTiles(nodes: readonly Node[], top: readonly TopLine[], metric: HeatMetric): HeatGroup<NodeTile>[] {
  const usage = new Map(top.map((line) => [line.id, line]))
  const withGpus = nodes.filter((node) => (node.gpu?.count ?? 0) > 0)
  const groups = Map.groupBy(withGpus, (node) => `${node.cluster.name} · ${node.nodePool?.name ?? 'no pool'}`)
  return [...groups].map(([name, members]) => ({
    name,
    tiles: members.map((node) => {
      const used = usage.get(node.id)?.used
      return {
        id: node.id,
        node,
        used,
        slots: Math.min(16, node.gpu?.count ?? 0),
        taken: (node.allocated['gpu'] ?? 0) / 1000,
        level: metric === 'allocated' ? null : levelOf(node, used, metric),
        mark: MARKS[stateOf(node)],
      }
    }),
  }))
}

const MARKS = { ready: undefined, cordoned: 'held', 'not-ready': 'down' } as const

/** A share between 0 and 1 as last measured, or null when nothing was measured lately. */
export function levelOf(
  node: Pick<Node, 'gpu' | 'allocated' | 'allocatable'>,
  used: NodeTile['used'],
  metric: Exclude<HeatMetric, 'allocated'>,
): number | null {
  const value = used?.[metric === 'idle' ? 'gpu' : metric]
  if (value === undefined) return null
  if (metric === 'gpu') return value / 100
  const count = node.gpu?.count ?? 0
  if (metric === 'idle') return Math.max(0, shareOf((node.allocated['gpu'] ?? 0) / 1000, count) - value / 100)
  const total = metric === 'gpuMemory' ? count * (node.gpu?.memoryMib ?? 0) : (node.allocatable[metric] ?? 0)
  return total > 0 ? value / total : null
}

const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0)

/** What the line below the picture says of a node. */
export function describeNode({ node, used }: NodeTile, group: string): string {
  const state = stateOf(node)
  const memory = levelOf(node, used, 'gpuMemory')
  const parts = [
    `${node.name} (${group})`,
    plural(node.gpu?.count ?? 0, node.gpu?.model ?? 'GPU', node.gpu?.model ?? 'GPUs'),
    `${describeAmount('gpu', node.allocated['gpu'] ?? 0)} allocated`,
    state === 'ready' ? '' : `${state.replace('-', ' ')}${node.message ? `: ${node.message}` : ''}`,
    used?.['gpu'] === undefined ? 'GPU use not measured' : `GPU use ${formatShare(used['gpu'], 100)}`,
    memory === null ? '' : `GPU memory ${formatShare(memory, 1)}`,
    node.runs.length > 0 ? plural(node.runs.length, 'run') : 'no run',
  ]
  return parts.filter(Boolean).join(' · ')
}
