import { stateOf, type NodeFilterChange } from './node-filter.ts'
import type { Node } from './node-heat.ts'

/** Those nodes that hold every condition. */
export function filterNodes(nodes: readonly Node[], { q, pool, cluster, state }: NodeFilterChange): Node[] {
  const text = q?.toLowerCase()
  return nodes.filter(
    (node) =>
      (text === undefined || holdsText(node, text)) &&
      (pool === undefined || node.nodePool?.name === pool) &&
      (cluster === undefined || node.cluster.name === cluster) &&
      (state === undefined || state.includes(stateOf(node))),
  )
}

function holdsText({ name, gpu, labels }: Node, text: string): boolean {
  if (name.toLowerCase().includes(text) || gpu?.model.toLowerCase().includes(text)) return true
  return text.includes('=') && Object.entries(labels).some(([key, value]) => `${key}=${value}`.toLowerCase() === text)
}

/** The version of the GPU driver: hosts without Kubernetes name it after its maker. */
export const driverOf = ({ versions }: Pick<Node, 'versions'>): string | undefined =>
  versions['driver'] ?? versions['nvidia']
