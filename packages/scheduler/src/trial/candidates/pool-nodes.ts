import type { ClusterUpsert, NodeUpsert } from '../../delta.ts'
import { sortedIds } from '../../state/id-table.ts'
import { find, type Inquiry } from '../inquiry.ts'

/** Nodes of the pool in which the work waits, by id. */
export function poolNodes({ state, workload }: Inquiry): NodeUpsert[] {
  const nodes: NodeUpsert[] = []
  for (const number of sortedIds(state.nodes.table)) {
    const node = state.nodes.upserts[number]!
    if (node.poolId === workload.poolId) nodes.push(node)
  }
  return nodes
}

/** Clusters in which the pool has nodes, by id. */
export function poolClusters(inquiry: Inquiry): ClusterUpsert[] {
  const ids = new Set(poolNodes(inquiry).map(({ clusterId }) => clusterId))
  return [...ids].sort().flatMap((id) => find(inquiry.state.clusters, id) ?? [])
}
