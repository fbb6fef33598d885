import type { Round } from '../round/round.ts'
import { BARRED, DISLIKED, verdictOn } from './constraints.ts'
import { firstFit, widestFit } from './fit-tree.ts'
import { segmentTier, type NodeIndex } from './node-index.ts'

/** Stands for "any cluster". */
export const ANYWHERE = -1

/**
 * The node on which one replica of class `k` starts at once, or -1. Nodes without disliked taints come first, then nodes
 * without GPUs for work that wants none; among those the fullest that has room (binpack) or the emptiest (spread), ties
 * to the smaller id.
 */
export function pickNode(round: Round, k: number, cluster: number): number {
  const { constraints, work } = round
  const allowed = constraints.masks[constraints.ofClass[k]!]!
  if (allowed.narrow !== undefined) return pickAmong(round, k, cluster, allowed.narrow, allowed.narrowVerdicts)
  const index: NodeIndex = cluster === ANYWHERE ? round.index : round.clusterIndex!
  const { tree, groupOfSegment, clusterStart } = index
  const isWhole = clusterStart.length === 2
  const from = cluster === ANYWHERE || isWhole ? 0 : clusterStart[cluster]!
  const to = cluster === ANYWHERE || isWhole ? tree.segmentCount : clusterStart[cluster + 1]!
  const { width, room } = round.fleet
  const primary = work.primary[k]!
  const row = k * width
  let best = -1
  let bestTier = 4
  let bestRoom = 0
  for (let segment = from; segment < to; segment++) {
    const tier = segmentTier(round.groups, constraints, work, k, groupOfSegment[segment]!)
    if (tier < 0 || tier > bestTier) continue
    const node = round.isSpread
      ? widestFit(tree, segment, work.need, row, primary)
      : firstFit(tree, segment, work.need, row, work.shape[k]!)
    if (node < 0) continue
    const free = room[node * width + primary]!
    if (tier < bestTier || isBetter(round.isSpread, free, bestRoom, node, best)) {
      best = node
      bestTier = tier
      bestRoom = free
    }
  }
  return best
}

function pickAmong(round: Round, k: number, cluster: number, candidates: Int32Array, verdicts: Uint8Array): number {
  const { fleet, work } = round
  const { width, room } = fleet
  const primary = work.primary[k]!
  let best = -1
  let bestTier = 4
  let bestRoom = 0
  for (let i = 0; i < candidates.length; i++) {
    const node = candidates[i]!
    if (cluster !== ANYWHERE && fleet.cluster[node] !== cluster) continue
    if (!fitsNow(round, node, k)) continue
    const tier = (verdicts[i] === DISLIKED ? 2 : 0) + (fleet.hasGpu[node] === 1 && work.wantsGpu[k] === 0 ? 1 : 0)
    const free = room[node * width + primary]!
    if (tier < bestTier || (tier === bestTier && isBetter(round.isSpread, free, bestRoom, node, best))) {
      best = node
      bestTier = tier
      bestRoom = free
    }
  }
  return best
}

function isBetter(isSpread: boolean, free: number, bestFree: number, node: number, best: number): boolean {
  if (free === bestFree) return node < best
  return isSpread ? free > bestFree : free < bestFree
}

/** Whether a node that the class may stand on has room for one replica now. */
export function fitsNow(round: Round, node: number, k: number): boolean {
  const { width, room } = round.fleet
  const { need } = round.work
  for (let a = 0; a < width; a++) {
    const wanted = need[k * width + a]!
    if (wanted > 0 && room[node * width + a]! < wanted) return false
  }
  return true
}

/** Whether the class may stand on a node at all, room aside. */
export function isAllowedOn(round: Round, node: number, k: number): boolean {
  const { constraints, fleet } = round
  return fleet.isOpen[node] === 1 && verdictOn(constraints.masks[constraints.ofClass[k]!]!, node) !== BARRED
}
