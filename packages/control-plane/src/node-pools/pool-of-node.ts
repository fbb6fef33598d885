export interface PoolRule {
  id: string
  name: string
  selector: Record<string, string>
  clusterIds: string[]
  isDefault: boolean
}

/**
 * The pool of a node: the first by name whose labels all match and whose clusters include the node's; else the default pool. One node is in
 * one pool, so no device is promised twice.
 */
export function poolOfNode(
  pools: readonly PoolRule[],
  node: { clusterId: string; labels: Record<string, string> },
): string | undefined {
  const matching = pools
    .filter((pool) => !pool.isDefault && takes(pool, node))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return (matching[0] ?? pools.find((pool) => pool.isDefault))?.id
}

function takes(pool: PoolRule, node: { clusterId: string; labels: Record<string, string> }): boolean {
  if (pool.clusterIds.length > 0 && !pool.clusterIds.includes(node.clusterId)) return false
  return Object.entries(pool.selector).every(([label, value]) => node.labels[label] === value)
}
