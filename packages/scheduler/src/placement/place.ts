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
  for (const cluster of clustersWithRoom(round, k)) {
    const nodes = placeIn(round, k, cluster)
    if (nodes !== undefined) return nodes
  }
  return undefined
}

/**
 * Clusters whose free sum would hold the gang, best first: the one with least room left in the gang's main resource
 * (binpack) or most (spread), ties to the smaller id. Whether the nodes fit is found out by trying.
 */
function clustersWithRoom(round: Round, k: number): number[] {
  const { fleet, work, clusterRoom } = round
  const { width } = fleet
  const primary = work.primary[k]!
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
  const sign = round.isSpread ? -1 : 1
  const roomOf = (c: number): number => clusterRoom[c * width + primary]!
  return clusters.sort((a, b) => sign * (roomOf(a) - roomOf(b)) || a - b)
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
