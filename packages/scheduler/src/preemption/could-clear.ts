import type { Round } from '../round/round.ts'
import { GPU_DEVICE } from '../state/resources.ts'
import { mayTake, type Claim } from './claim.ts'
import type { Evictions } from './evictions.ts'
import { isPassed } from './walk.ts'

/** What would be free on the node that is asked about, by resource; grown to the widest pool. */
let free = new Float64Array(8)

/**
 * False where a node would not have room for one replica of a claim even if all runs went that the claim may take there: without trying
 * that. GPUs are counted as if parts of devices could be put together, which promises too much but never too little.
 */
export function couldClear(round: Round, evictions: Evictions, claim: Claim, node: number): boolean {
  const { work, fleet, state } = round
  const { width, devices } = fleet
  const { onNode, onNodeStart, onNodeLeaf } = evictions
  if (free.length < width) free = new Float64Array(width)
  for (let a = 0; a < width; a++) free[a] = fleet.later[node * width + a]!
  let gpu = 0
  for (let i = onNodeStart[node]!; i < onNodeStart[node + 1]!; i++) {
    const at = onNode[i]!
    if (!isPassed(round, evictions, onNodeLeaf[i]!) || !mayTake(round, evictions, claim, at)) continue
    // Of a gang, several replicas may stand here.
    if (state.workloads.slotCount[work.workload[at]!]! > 1) return true
    const row = work.class[at]! * width
    for (let a = 0; a < width; a++) free[a]! += work.need[row + a]!
    if (devices !== undefined) gpu += work.need[row + devices.gpu]! + work.need[row + devices.shared]!
  }
  if (devices !== undefined) {
    gpu += freeDevices(round, node)
    free[devices.gpu] = Math.floor(gpu / GPU_DEVICE) * GPU_DEVICE
    free[devices.shared] = gpu
  }
  const row = claim.class * width
  for (let a = 0; a < width; a++) if (work.need[row + a]! > 0 && free[a]! < work.need[row + a]!) return false
  return true
}

/** What of a node's devices is neither given whole nor part of a run, once all that is going has gone. */
function freeDevices({ fleet }: Round, node: number): number {
  const { later, sizes, gpu } = fleet.devices!
  let parts = 0
  for (let i = 0; i < sizes.length; i++) parts += later.parts[node * sizes.length + i]! * sizes[i]!
  const all = Math.floor(fleet.allocatable[node * fleet.width + gpu]! / GPU_DEVICE) - later.whole[node]!
  return all * GPU_DEVICE - parts
}
