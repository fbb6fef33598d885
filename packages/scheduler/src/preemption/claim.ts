import type { Neighbours } from '../delta.ts'
import { isMeant } from '../placement/neighbours.ts'
import type { Round } from '../round/round.ts'
import { PLACED, NOMINEE, RUNNING } from '../round/work.ts'
import { coveredBy, nextOpen, type Evictions } from './evictions.ts'
import { hasRunFor } from './min-runtime.ts'

/** By what right a waiting workload may take room from others. */
export interface Claim {
  at: number
  class: number
  leaf: number
  /** Its leaf's share covers it, the runs that the leaf serves before it counted. */
  isRightful: boolean
  /**
   * Queues on its way up stay within their shares with it, from the leaf to this depth (1 is the top); `Infinity` when not
   * even the leaf does. It may reclaim from siblings of those queues.
   */
  depth: number
  /** What it wants to be near to: it does not take that away. */
  near: readonly Neighbours[] | undefined
  /** Its own queue runs something that it may take. */
  hasLesser: boolean
}

/** The claim of the waiting workload at position `at`, before anything is taken for it. */
export function appraise(round: Round, evictions: Evictions, at: number): Claim {
  const k = round.work.class[at]!
  const leaf = round.work.leaf[k]!
  const claim: Claim = {
    at,
    class: k,
    leaf,
    isRightful: isRightful(round, evictions, at, k),
    depth: entitledDepth(round, k, leaf),
    near: round.state.classes.specs[round.work.stateClass[k]!]!.near,
    hasLesser: false,
  }
  claim.hasLesser = hasLesserRun(round, evictions, claim)
  return claim
}

function hasLesserRun(round: Round, evictions: Evictions, claim: Claim): boolean {
  const { scope, scopeStart } = evictions
  const from = nextOpen(evictions, scopeStart[claim.leaf]!)
  for (let i = from; i < scopeStart[claim.leaf + 1]!; i = nextOpen(evictions, i + 1)) {
    if (mayTake(round, evictions, claim, scope[i]!)) return true
    if (round.work.priority[round.work.class[scope[i]!]!]! >= round.work.priority[claim.class]!) return false
  }
  return false
}

/** Whether its leaf's share covers work of class `k` at position `at`; see {@link Claim.isRightful}. */
export function isRightful(round: Round, evictions: Evictions, at: number, k: number): boolean {
  const leaf = round.work.leaf[k]!
  const { width, fixed } = round.ledger
  const used = new Float64Array(width)
  // Overdue work is not served in the order of positions, which is the order of its rights all the same.
  if (round.overdue?.is[at] === 1) addRightful(round, used, leaf, round.work.leafStart[leaf]!, at)
  else {
    const row = evictions.rightful.subarray(leaf * width, leaf * width + width)
    addRightful(round, row, leaf, evictions.pointer[leaf]!, at)
    evictions.pointer[leaf] = Math.max(evictions.pointer[leaf]!, at)
    used.set(row)
  }
  for (let a = 0; a < width; a++) {
    const demand = round.work.demand[k * width + a]!
    const held = used[a]! + fixed[leaf * width + a]!
    if (demand > 0 && held + demand > round.ledger.share[leaf * width + a]!) return false
  }
  return true
}

/** Adds to `used` what runs at positions `from` to `to` rightfully use of their leaf's share. */
function addRightful(round: Round, used: Float64Array, leaf: number, from: number, to: number): void {
  const { work, ledger } = round
  const { width } = ledger
  const base = leaf * width
  for (let before = from; before < to; before++) {
    const status = work.status[before]!
    const k = work.class[before]!
    if (work.preemptible[k] === 0 || (status !== RUNNING && status !== PLACED && status !== NOMINEE)) continue
    let isCovered = true
    for (let a = 0; a < width; a++) {
      const demand = work.demand[k * width + a]!
      const held = used[a]! + ledger.fixed[base + a]!
      if (demand > 0 && held + demand > ledger.share[base + a]!) isCovered = false
    }
    if (isCovered) for (let a = 0; a < width; a++) used[a]! += work.demand[k * width + a]!
  }
}

/** See {@link Claim.depth}. */
export function entitledDepth(round: Round, k: number, leaf: number): number {
  const { tree, ledger } = round
  let depth = Infinity
  for (let q = leaf; q > 0 && coveredBy(round, q, k, ledger.alive); q = tree.parent[q]!) depth = tree.depth[q]!
  return depth
}

/**
 * Whether the claim reaches a run. In its own queue: a run of strictly lower priority, and nothing that the share covers
 * for the sake of something that it does not cover (`PRIORITY`). Elsewhere: rightful work takes from runs that their share
 * does not cover, where the two queues part, from a queue that is above its share and its deserved quota in something that
 * both use (`RECLAIM`).
 */
export function mayTake(round: Round, evictions: Evictions, claim: Claim, at: number): boolean {
  const { work, tree } = round
  if (work.status[at] !== RUNNING) return false
  const k = work.class[at]!
  const isOver = evictions.isOver[at] === 1
  if (work.leaf[k] === claim.leaf) {
    if (work.priority[k]! >= work.priority[claim.class]! || !(isOver || claim.isRightful)) return false
    return isPastMinimum(round, evictions, at, claim.leaf) && !isCompany(round, claim, k)
  }
  if (!claim.isRightful || !isOver || claim.depth === Infinity) return false
  let theirs = work.leaf[k]!
  let ours = claim.leaf
  while (tree.depth[theirs]! > tree.depth[ours]!) theirs = tree.parent[theirs]!
  while (tree.depth[ours]! > tree.depth[theirs]!) ours = tree.parent[ours]!
  while (tree.parent[theirs] !== tree.parent[ours]) {
    theirs = tree.parent[theirs]!
    ours = tree.parent[ours]!
  }
  if (tree.depth[theirs]! < claim.depth || !isPastMinimum(round, evictions, at, theirs)) return false
  return isAbove(round, theirs, k, claim.class)
}

/** Whether runs of class `k` are what the claim wants to be near to. Without them it could not start, and they would come back. */
function isCompany({ state, work }: Round, { near }: Claim, k: number): boolean {
  if (near === undefined) return false
  const { labels = {} } = state.classes.specs[work.stateClass[k]!]!
  return near.some((rule) => isMeant(labels, rule))
}

/** Whether a run has run for the minimum that queue `q` grants; for RECLAIM that is the queue where the two ways part. */
function isPastMinimum(round: Round, { minRuntimes }: Evictions, at: number, q: number): boolean {
  return minRuntimes === undefined || hasRunFor(round, at, minRuntimes.ofQueue[q]!)
}

/** Whether a queue holds more than its share and its deserved quota of something that both classes ask for. */
export function isAbove(round: Round, q: number, k: number, other: number): boolean {
  const { width, alive, share, deserved } = round.ledger
  const { demand } = round.work
  for (let a = 0; a < width; a++) {
    if (demand[k * width + a] === 0 || demand[other * width + a] === 0) continue
    const index = q * width + a
    if (alive[index]! > share[index]! && alive[index]! > deserved[index]!) return true
  }
  return false
}
