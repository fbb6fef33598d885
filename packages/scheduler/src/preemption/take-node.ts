import { isBarred } from '../placement/bars.ts'
import type { Scope } from '../placement/levels.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import type { Round } from '../round/round.ts'
import { mayTake, type Claim } from './claim.ts'
import { clearNode, isInReach, lossSince, undoTo, weightOf } from './clear-node.ts'
import { couldClear } from './could-clear.ts'
import type { Evictions } from './evictions.ts'
import { nextPlace, openWalk, runAt } from './walk.ts'

/** How far one gang has looked through one domain: what was of no use to one replica is of none to the next. */
export interface GangSearch {
  scope: Scope
  from: number
  fromSoon: number
}

/**
 * Walks the runs in reach from the one that should go first, tries the nodes that they stand on, and clears the one where least
 * is lost.
 */
export function takeNode(
  round: Round,
  evictions: Evictions,
  claim: Claim,
  search: GangSearch | undefined,
  triesMax: number,
): number {
  const { work, fleet, state } = round
  const { slotStart, slotCount, slab } = state.workloads
  const k = claim.class
  const list = scopeOf(round, claim)
  const isResumed = search === undefined && evictions.resumeScope[k] === list
  const number = ++evictions.searches
  const scope = search?.scope
  const bars = round.bars?.[k]
  let from = isResumed ? evictions.resume[k]! : (search?.from ?? 0)
  let isFirst = true
  let best = -1
  let leastLoss = Infinity
  let tries = 0
  openWalk(round, evictions, claim, list, from, true)
  while (tries < triesMax) {
    const i = nextPlace(round, evictions, claim)
    if (i === -1) break
    const at = runAt(evictions, claim, i)
    if (!mayTake(round, evictions, claim, at)) continue
    const workload = work.workload[at]!
    for (let slot = 0; slot < slotCount[workload]! && tries < triesMax; slot++) {
      const node = fleet.local[slab.values[slotStart[workload]! + slot]!]!
      if (evictions.lookedAt[node] === number) continue
      evictions.lookedAt[node] = number
      if (scope !== undefined && scope.level.of[node] !== scope.domain) continue
      if (bars !== undefined && isBarred(bars, node)) continue
      if (!isAllowedOn(round, node, k) || !isInReach(round, evictions, node, k)) continue
      if (isFirst) from = i
      isFirst = false
      if (!couldClear(round, evictions, claim, node)) continue
      const mark = evictions.taken.length
      const soon = evictions.soon.length
      if (!clearNode(round, evictions, claim, node)) continue
      tries++
      const loss = lossSince(round, evictions, mark)
      const isLeast = evictions.taken.length === mark + 1 && loss <= weightOf(round, k)
      if (isLeast) {
        remember(evictions, k, search, list, from)
        return node
      }
      undoTo(round, evictions, mark, soon)
      if (loss < leastLoss) {
        leastLoss = loss
        best = node
      }
    }
  }
  remember(evictions, k, search, list, from)
  if (best >= 0) clearNode(round, evictions, claim, best)
  return best
}

/** What could not be used by this class before position `from` of a list cannot be used by the next of the class either. */
function remember(evictions: Evictions, k: number, search: GangSearch | undefined, list: number, from: number): void {
  if (search !== undefined) {
    search.from = from
    return
  }
  evictions.resumeScope[k] = list
  evictions.resume[k] = from
}

/** The queue below which the claim may reclaim; its own leaf when it may not. */
function scopeOf({ tree }: Round, claim: Claim): number {
  let q = claim.leaf
  if (claim.isRightful) while (q > 0 && tree.depth[q]! >= claim.depth) q = tree.parent[q]!
  return q
}
