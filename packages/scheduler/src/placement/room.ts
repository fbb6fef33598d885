import { refreshIndex } from './node-index.ts'
import { lookAgain } from '../preemption/find-soon.ts'
import { moveDevices, type Devices } from '../round/devices.ts'
import type { Round } from '../round/round.ts'

/** Takes (`sign` 1) or returns (-1) the room of one replica that starts at once. */
export function occupyNode(round: Round, node: number, k: number, sign: 1 | -1): void {
  const { width } = round.fleet
  const { need } = round.work
  const { levels } = round
  for (let i = 0; i < levels.length; i++) {
    const { of, room } = levels[i]!
    const domain = of[node]! * width
    if (domain >= 0) for (let a = 0; a < width; a++) room[domain + a]! -= sign * need[k * width + a]!
  }
  claimNode(round, node, k, sign)
}

/**
 * Takes (`sign` 1) or returns (-1) room that a nomination holds, whether it is free by now or not: whatever of it comes
 * free is not free for others. So `room` may fall below 0; the sums by domain stay as they are, since they must not
 * promise too little.
 */
export function claimNode(round: Round, node: number, k: number, sign: 1 | -1): void {
  const { width, room, later, devices } = round.fleet
  for (let a = 0; a < width; a++) {
    const amount = sign * round.work.need[k * width + a]!
    room[node * width + a]! -= amount
    later[node * width + a]! -= amount
  }
  if (devices !== undefined) claimDevices(round, devices, node, k, sign)
  refreshIndex(round.index, round.fleet, node)
  const { levels } = round
  for (let i = 0; i < levels.length; i++) {
    const { index } = levels[i]!
    if (index !== undefined && index !== round.index) refreshIndex(index, round.fleet, node)
  }
}

function claimDevices(round: Round, devices: Devices, node: number, k: number, sign: 1 | -1): void {
  const shared = node * round.fleet.width + devices.shared
  const before = round.fleet.later[shared]!
  moveDevices(round.fleet, devices, node, k, sign, true)
  // Where one part more stands, a larger one than before may come last and shift nobody.
  const { evictions } = round
  if (sign === 1 && evictions !== undefined && round.fleet.later[shared]! > before) lookAgain(round, evictions, node)
}

/** Whether a node will have less than nothing of something that class `k` uses, even when all that is going has gone. */
export function isOverdrawn(round: Round, node: number, k: number): boolean {
  const { width, later } = round.fleet
  for (let a = 0; a < width; a++) {
    if (round.work.demand[k * width + a]! > 0 && later[node * width + a]! < 0) return true
  }
  return false
}
