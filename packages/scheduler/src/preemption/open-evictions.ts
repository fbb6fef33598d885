import type { Round } from '../round/round.ts'
import { RUNNING } from '../round/work.ts'
import { coveredBy, isStanding, shiftEvictable, type Evictions } from './evictions.ts'
import { openSoonSearch, settleSoon } from './find-soon.ts'
import { hasRunFor, openMinRuntimes, type MinRuntimes } from './min-runtime.ts'
import { listByNode, listByScope } from './eviction-lists.ts'
import { createWalk } from './walk.ts'

/** The round's books about evictions, made when the first workload asks for them. */
export function openEvictions(round: Round): Evictions {
  if (round.evictions !== undefined) return round.evictions
  const { tree, work, fleet } = round
  const minRuntimes = openMinRuntimes(round)
  const isEvictable = markEvictable(round, minRuntimes)
  const isOver = markOver(round)
  const { all, ...scopes } = listByScope(round, isEvictable, isOver)
  const order = new Int32Array(work.count)
  for (let i = 0; i < all.length; i++) order[all[i]!] = i
  const evictions: Evictions = {
    isOver,
    minRuntimes,
    ...scopes,
    isSettled: new Uint8Array(work.count),
    skipTo: new Int32Array(scopes.scope.length),
    branches: new Map(),
    isChoosy: new Int8Array(round.constraints.masks.length).fill(-1),
    walk: createWalk(tree.count),
    order,
    ...listByNode(round, all),
    evictableRoom: new Float64Array(fleet.count * fleet.width),
    soon: [],
    soonSearch: openSoonSearch(round),
    rightful: new Float64Array(tree.count * fleet.width),
    pointer: tree.count === 0 ? new Int32Array(0) : work.leafStart.slice(0, tree.count),
    resume: new Int32Array(work.classCount),
    resumeScope: new Int32Array(work.classCount).fill(-1),
    lookedAt: new Int32Array(fleet.count),
    searches: 0,
    taken: [],
  }
  for (let n = 0; n < fleet.count; n++) {
    let isSoon = false
    for (let a = 0; a < fleet.width; a++) {
      const index = n * fleet.width + a
      if (fleet.later[index]! > fleet.room[index]!) isSoon = true
    }
    if (isSoon) evictions.soon.push(n)
  }
  settleSoon(round, evictions, 0)
  for (let at = 0; at < work.count; at++) if (isEvictable[at] === 1) shiftEvictable(round, evictions, at, 1)
  round.evictions = evictions
  return evictions
}

function markEvictable(round: Round, minRuntimes: MinRuntimes | undefined): Uint8Array {
  const { state, work, fleet } = round
  const { slotStart, slotCount, slab } = state.workloads
  const minRuntimeMs = state.pools.upserts[round.pool]!.minRuntimeMs
  const isEvictable = new Uint8Array(work.count)
  for (let at = 0; at < work.count; at++) {
    const k = work.class[at]!
    if (work.status[at] !== RUNNING || work.preemptible[k] === 0 || work.leaf[k] === -1) continue
    const workload = work.workload[at]!
    const least = minRuntimes === undefined ? minRuntimeMs : minRuntimes.least[work.leaf[k]!]!
    if (!hasRunFor(round, at, least)) continue
    let isReachable = slotCount[workload]! > 0
    for (let i = 0; i < slotCount[workload]! && isReachable; i++) {
      const node = fleet.local[slab.values[slotStart[workload]! + i]!]!
      isReachable = node >= 0 && fleet.isOpen[node] === 1
    }
    if (isReachable) isEvictable[at] = 1
  }
  return isEvictable
}

/**
 * Marks runs that their queue's share does not cover: in serving order, each run that still fits into what is left of the
 * leaf's share belongs to it, and each that does not is over. Non-preemptible runs come first, whatever their priority.
 */
function markOver(round: Round): Uint8Array {
  const { tree, work, ledger } = round
  const { width } = ledger
  const isOver = new Uint8Array(work.count)
  const used = ledger.fixed.slice()
  for (let q = 1; q < tree.count; q++) {
    for (let at = work.leafStart[q]!; at < work.leafStart[q + 1]!; at++) {
      const k = work.class[at]!
      if (work.preemptible[k] === 0 || !isStanding(work.status[at]!)) continue
      if (coveredBy(round, q, k, used)) {
        for (let a = 0; a < width; a++) used[q * width + a]! += work.demand[k * width + a]!
      } else isOver[at] = 1
    }
  }
  return isOver
}
