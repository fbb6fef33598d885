import type { Round } from '../round/round.ts'
import { ANYWHERE, fitsNow, pickNode } from './pick-node.ts'
import { needClusterIndex, occupyNode } from './room.ts'

/**
 * Finds room that is free now for all replicas of a workload of class `k` and takes it. A gang stands in one cluster.
 * Returns its nodes, one for each replica, or undefined with nothing taken.
 */
export function placeNow(round: Round, k: number): number[] | undefined {
  if (round.work.replicas[k] === 1) {
    const node = pickNode(round, k, ANYWHERE)
    if (node < 0) return undefined
    occupyNode(round, node, k, 1)
    return [node]
  }
  if (round.fleet.clusterCount === 0) return undefined
  needClusterIndex(round)
  const clusters = clustersWithRoom(round, k)
  const best = bestOf(round, k, clusters)
  const nodes = best === -1 ? undefined : placeIn(round, k, best)
  if (nodes !== undefined || clusters.length < 2) return nodes
  for (const cluster of clusters.sort((a, b) => compareClusters(round, k, a, b))) {
    const placed = cluster === best ? undefined : placeIn(round, k, cluster)
    if (placed !== undefined) return placed
  }
  return undefined
}

/** Clusters whose free sums would hold the gang. Whether the nodes do is found out by trying. */
function clustersWithRoom(round: Round, k: number): number[] {
  const { fleet, work, clusterRoom } = round
  const { width } = fleet
  const clusters: number[] = []
  for (let c = 0; c < fleet.clusterCount; c++) {
    if (fleet.isClusterOpen[c] === 0) continue
    let hasRoom = true
    for (let a = 0; a < width && hasRoom; a++) {
      // The largest free part of a device does not add up over nodes.
      if (a === round.amounts.shared) continue
      hasRoom = clusterRoom[c * width + a]! >= work.need[k * width + a]! * work.replicas[k]!
    }
    if (hasRoom) clusters.push(c)
  }
  return clusters
}

/** Best first: least room left in the gang's main resource (binpack) or most (spread), ties to the smaller id. */
function compareClusters(round: Round, k: number, a: number, b: number): number {
  const { width } = round.fleet
  const primary = round.work.primary[k]!
  const difference = round.clusterRoom[a * width + primary]! - round.clusterRoom[b * width + primary]!
  return (round.isSpread ? -difference : difference) || a - b
}

function bestOf(round: Round, k: number, clusters: readonly number[]): number {
  let best = clusters[0] ?? -1
  for (const cluster of clusters) if (compareClusters(round, k, cluster, best) < 0) best = cluster
  return best
}

function placeIn(round: Round, k: number, cluster: number): number[] | undefined {
  const nodes: number[] = []
  const replicas = round.work.replicas[k]!
  while (nodes.length < replicas) {
    const last = nodes.length === 0 ? -1 : nodes[nodes.length - 1]!
    const node = !round.isSpread && last >= 0 && fitsNow(round, last, k) ? last : pickNode(round, k, cluster)
    if (node < 0) {
      for (const taken of nodes) occupyNode(round, taken, k, -1)
      return undefined
    }
    occupyNode(round, node, k, 1)
    nodes.push(node)
  }
  return nodes
}
