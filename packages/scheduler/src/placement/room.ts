import { buildNodeIndex, refreshIndex } from './node-index.ts'
import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'

/** Takes (`sign` 1) or returns (-1) the room of one replica that starts at once. */
export function occupyNode(round: Round, node: number, k: number, sign: 1 | -1): void {
  const { fleet, work } = round
  const { width, room, later } = fleet
  const cluster = fleet.cluster[node]! * width
  for (let a = 0; a < width; a++) {
    const amount = sign * work.need[k * width + a]!
    room[node * width + a]! -= amount
    later[node * width + a]! -= amount
    round.clusterRoom[cluster + a]! -= amount
  }
  refreshNode(round, node)
}

/** Takes (`sign` 1) or returns (-1) room that is free only later: what a nomination holds. */
export function claimNode(round: Round, node: number, k: number, sign: 1 | -1): void {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) later[node * width + a]! -= sign * round.work.need[k * width + a]!
  refreshNode(round, node)
}

/** Tells the indexes that the room of a node changed. */
export function refreshNode(round: Round, node: number): void {
  refreshIndex(round.index, round.fleet, node)
  if (round.clusterIndex !== undefined && round.clusterIndex !== round.index) {
    refreshIndex(round.clusterIndex, round.fleet, node)
  }
}

/** Makes sure that nodes can be looked for cluster by cluster. */
export function needClusterIndex(round: Round): void {
  if (round.clusterIndex !== undefined) return
  round.clusterIndex =
    round.fleet.clusterCount === 1 ? round.index : buildNodeIndex(round.fleet, round.groups, round.amounts, true)
}

/** Sums of free room on open nodes, cluster by cluster. */
export function sumClusterRoom(fleet: Fleet): Float64Array {
  const sums = new Float64Array(fleet.clusterCount * fleet.width)
  for (let n = 0; n < fleet.count; n++) {
    if (fleet.isOpen[n] === 0) continue
    for (let a = 0; a < fleet.width; a++) {
      sums[fleet.cluster[n]! * fleet.width + a]! += Math.max(0, fleet.room[n * fleet.width + a]!)
    }
  }
  return sums
}
