import type { Round } from '../round/round.ts'
import { isBarred } from './bars.ts'
import { BARRED, DISLIKED, verdictOn } from './constraints.ts'
import { firstFit, widestFit } from './fit-tree.ts'
import type { Scope } from './levels.ts'
import { segmentTier, tierOf } from './node-index.ts'

/** Stands for "any domain of any level". */
export const ANYWHERE = undefined

/**
 * The node on which one replica of class `k` starts at once, or -1. Nodes without disliked taints come first, then those that its
 * preferences like best, then nodes without GPUs for work that wants none; among those the fullest that has room (binpack)
 * or the emptiest (spread), ties to the smaller id.
 */
export function pickNode(round: Round, k: number, scope: Scope | undefined): number {
  const { constraints, work } = round
  const allowed = constraints.masks[constraints.ofClass[k]!]!
  if (allowed.narrow !== undefined) return pickAmong(round, k, scope, allowed.narrow).node
  let best = -1
  let bestTier = Infinity
  let bestRoom = 0
  const few = constraints.likings?.list[constraints.likings.ofClass[k]!]?.few
  if (few !== undefined) ({ node: best, tier: bestTier, room: bestRoom } = pickAmong(round, k, scope, few))
  const bars = round.bars?.[k]
  const { tree, groupOfSegment, domainStart } = scope === undefined ? round.index : scope.level.index!
  const domain = scope === undefined || domainStart.length === 2 ? 0 : scope.domain
  const { width, room } = round.fleet
  const primary = work.primary[k]!
  const row = k * width
  for (let segment = domainStart[domain]!; segment < domainStart[domain + 1]!; segment++) {
    const tier = segmentTier(round.groups, constraints, work, k, groupOfSegment[segment]!)
    if (tier < 0 || tier > bestTier) continue
    const node = round.isSpread
      ? widestFit(tree, segment, work.need, row, primary, bars)
      : firstFit(tree, segment, work.need, row, work.shape[k]!, bars)
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

interface Found {
  node: number
  tier: number
  /** Free on it of the class's main resource. */
  room: number
}

function pickAmong(round: Round, k: number, scope: Scope | undefined, candidates: Int32Array): Found {
  const found: Found = { node: -1, tier: Infinity, room: 0 }
  const { fleet, work, constraints } = round
  const { width, room } = fleet
  const primary = work.primary[k]!
  const mask = constraints.masks[constraints.ofClass[k]!]!
  const liking = constraints.likings?.list[constraints.likings.ofClass[k]!]
  for (let i = 0; i < candidates.length; i++) {
    const node = candidates[i]!
    if (scope !== undefined && scope.level.of[node] !== scope.domain) continue
    const verdict = mask.narrow === candidates ? mask.narrowVerdicts[i]! : verdictOn(mask, node)
    if (verdict === BARRED || !fitsNow(round, node, k)) continue
    const isIdleGpu = fleet.hasGpu[node] === 1 && work.wantsGpu[k] === 0
    const tier = tierOf(verdict === DISLIKED, liking === undefined ? 0 : liking.level[node]!, isIdleGpu)
    const free = room[node * width + primary]!
    const isTie = tier === found.tier && isBetter(round.isSpread, free, found.room, node, found.node)
    if (tier < found.tier || isTie) {
      found.node = node
      found.tier = tier
      found.room = free
    }
  }
  return found
}

function isBetter(isSpread: boolean, free: number, bestFree: number, node: number, best: number): boolean {
  if (free === bestFree) return node < best
  return isSpread ? free > bestFree : free < bestFree
}

/** Whether a node that the class may stand on has room for one replica now, and its neighbours are such that it may. */
export function fitsNow(round: Round, node: number, k: number): boolean {
  const bars = round.bars?.[k]
  if (bars !== undefined && isBarred(bars, node)) return false
  const { width, room } = round.fleet
  const { need } = round.work
  for (let a = 0; a < width; a++) {
    const wanted = need[k * width + a]!
    if (wanted > 0 && room[node * width + a]! < wanted) return false
  }
  return true
}

/** Whether the class may stand on a node at all, room and neighbours aside. */
export function isAllowedOn(round: Round, node: number, k: number): boolean {
  const { constraints, fleet } = round
  return fleet.isOpen[node] === 1 && verdictOn(constraints.masks[constraints.ofClass[k]!]!, node) !== BARRED
}
