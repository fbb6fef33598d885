import type { Outputs } from '../../lib/trpc.ts'

type Node = Outputs['nodes']['list']['items'][number]

export interface PoolMatch {
  nodes: Node[]
  /** Those that another pool has now, by its name; the default pool does not count, its nodes are free to take. */
  taken: Map<string, number>
}

/** Which nodes a selector takes, as the control plane does: all labels, and one of the clusters where some are named. */
export function matchNodes(
  nodes: readonly Node[],
  selector: Readonly<Record<string, string>>,
  clusters: readonly string[],
  own: { name: string; defaultPool: string | undefined },
): PoolMatch {
  const wanted = Object.entries(selector)
  if (wanted.length === 0) return { nodes: [], taken: new Map() }
  const matching = nodes.filter(
    (node) =>
      (clusters.length === 0 || clusters.includes(node.cluster.name)) &&
      wanted.every(([label, value]) => node.labels[label] === value),
  )
  const taken = new Map<string, number>()
  for (const { nodePool } of matching) {
    if (!nodePool || nodePool.name === own.name || nodePool.name === own.defaultPool) continue
    taken.set(nodePool.name, (taken.get(nodePool.name) ?? 0) + 1)
  }
  return { nodes: matching, taken }
}

interface PoolRule {
  name: string
  selector: Readonly<Record<string, string>>
  clusters: readonly { name: string }[]
  isDefault: boolean
}

/** The pool that a node would belong to, as the control plane decides: the first by name whose labels it has, else the default pool. */
export function poolOf(
  pools: readonly PoolRule[],
  node: { cluster: { name: string }; labels: Readonly<Record<string, string>> },
): string | undefined {
  const takes = ({ isDefault, clusters, selector }: PoolRule) =>
    !isDefault &&
    (clusters.length === 0 || clusters.some(({ name }) => name === node.cluster.name)) &&
    Object.entries(selector).every(([label, value]) => node.labels[label] === value)
  const [first] = pools.filter(takes).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return (first ?? pools.find(({ isDefault }) => isDefault))?.name
}
