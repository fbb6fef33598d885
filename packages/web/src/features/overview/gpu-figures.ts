import type { Outputs } from '../../lib/trpc.ts'
import type { Node } from '../clusters/node-heat.ts'

type TopLine = Outputs['metrics']['top']['lines'][number]

/** GPUs as devices. */
export interface GpuFigures {
  total: number
  /** On nodes that are ready: what a node cannot use of its devices it does not offer. */
  healthy: number
  /** As many whole devices as the measured ones worked together; nothing where none was measured. */
  busy: number | undefined
}

/** How many GPUs there are, how many of them work, and how busy those are, as last measured. */
export function gpuFigures(
  nodes: readonly Pick<Node, 'id' | 'ready' | 'gpu' | 'allocatable'>[],
  top: readonly Pick<TopLine, 'id' | 'used'>[],
): GpuFigures {
  const used = new Map(top.map((line) => [line.id, line.used['gpu']]))
  let [total, healthy] = [0, 0]
  let busy: number | undefined
  for (const { id, ready, gpu, allocatable } of nodes) {
    const count = gpu?.count ?? 0
    total += count
    if (ready) healthy += Math.min(count, (allocatable['gpu'] ?? 0) / 1000)
    const share = used.get(id)
    if (share !== undefined && count > 0) busy = (busy ?? 0) + (share / 100) * count
  }
  return { total, healthy, busy }
}
