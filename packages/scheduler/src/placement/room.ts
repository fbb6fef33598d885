import { buildNodeIndex, refreshIndex } from './node-index.ts'
import { moveDevices } from '../round/devices.ts'
import type { Fleet } from '../round/fleet.ts'
import type { Round } from '../round/round.ts'

/** Takes (`sign` 1) or returns (-1) the room of one replica that starts at once. */
export function occupyNode(round: Round, node: number, k: number, sign: 1 | -1): void {
  const { fleet, work, clusterRoom } = round
  const { width } = fleet
  const cluster = fleet.cluster[node]! * width
  for (let a = 0; a < width; a++) clusterRoom[cluster + a]! -= sign * work.need[k * width + a]!
  claimNode(round, node, k, sign)
}

/**
 * Takes (`sign` 1) or returns (-1) room that a nomination holds, whether it is free by now or not: whatever of it comes
 * free is not free for others. So `room` may fall below 0; the sums by cluster stay as they are, since they must not
 * promise too little.
 */
export function claimNode(round: Round, node: number, k: number, sign: 1 | -1): void {
  const { width, room, later, devices } = round.fleet
  for (let a = 0; a < width; a++) {
    const amount = sign * round.work.need[k * width + a]!
    room[node * width + a]! -= amount
    later[node * width + a]! -= amount
  }
  if (devices !== undefined) moveDevices(round.fleet, devices, node, k, sign, true)
  refreshIndex(round.index, round.fleet, node)
  if (round.clusterIndex !== undefined && round.clusterIndex !== round.index) {
    refreshIndex(round.clusterIndex, round.fleet, node)
  }
}

/** Whether a node will have less than nothing of something that class `k` uses, even when all that is going has gone. */
export function isOverdrawn(round: Round, node: number, k: number): boolean {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) {
    if (round.work.demand[k * width + a]! > 0 && later[node * width + a]! < 0) return true
  }
  return false
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
