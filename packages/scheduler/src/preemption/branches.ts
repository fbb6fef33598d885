import { BARRED, verdictOn } from '../placement/constraints.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import type { Round } from '../round/round.ts'
import type { Evictions } from './evictions.ts'

/**
 * Of one queue's list, the runs below one queue of its subtree, by the child of that queue that they belong to. Who may take from whom is
 * decided where two ways part, so a search that knows which children are out of the question passes over all of their runs at once.
 */
export interface Branches {
  /** Places in the list, ascending: those of the i-th child from `start[i]` to `start[i + 1] - 1`. */
  places: Int32Array
  start: Int32Array
  /** By child: the first of its places whose run was not settled when somebody looked. */
  head: Int32Array
}

/** Stands for the mask of who may stand on every open node. */
export const ANY_NODE = -1

/**
 * The runs of the list of `list` below `parent`, which is `list` or a queue below it, that stand on some node that the constraint number
 * `mask` allows. Made when somebody asks for the first time.
 */
export function branchesOf(round: Round, evictions: Evictions, list: number, parent: number, mask: number): Branches {
  const { count } = round.tree
  const key = ((mask + 1) * count + list) * count + parent
  let branches = evictions.branches.get(key)
  if (branches === undefined) {
    const among =
      parent === list ? placesIn(round, evictions, list, mask) : placesBelow(round, evictions, list, parent, mask)
    branches = split(round, evictions, list, parent, among)
    evictions.branches.set(key, branches)
  }
  return branches
}

/** The mask of class `k`, or {@link ANY_NODE} where it bars no open node. */
export function choiceOf(round: Round, { isChoosy }: Evictions, k: number): number {
  const mask = round.constraints.ofClass[k]!
  if (isChoosy[mask] === -1) {
    isChoosy[mask] = 0
    for (let n = 0; n < round.fleet.count && isChoosy[mask] === 0; n++) {
      if (round.fleet.isOpen[n] === 1 && !isAllowedOn(round, n, k)) isChoosy[mask] = 1
    }
  }
  return isChoosy[mask] === 1 ? mask : ANY_NODE
}

function placesIn(round: Round, evictions: Evictions, list: number, mask: number): Int32Array {
  const { scope, scopeStart } = evictions
  const base = scopeStart[list]!
  const places = new Int32Array(scopeStart[list + 1]! - base)
  let count = 0
  for (let i = 0; i < places.length; i++) {
    if (mask === ANY_NODE || standsOn(round, scope[base + i]!, mask)) places[count++] = i
  }
  return places.subarray(0, count)
}

function standsOn({ state, work, fleet, constraints }: Round, at: number, mask: number): boolean {
  const { slotStart, slotCount, slab } = state.workloads
  const workload = work.workload[at]!
  for (let i = 0; i < slotCount[workload]!; i++) {
    if (verdictOn(constraints.masks[mask]!, fleet.local[slab.values[slotStart[workload]! + i]!]!) !== BARRED)
      return true
  }
  return false
}

function placesBelow(round: Round, evictions: Evictions, list: number, q: number, mask: number): Int32Array {
  const { places, start } = branchesOf(round, evictions, list, round.tree.parent[q]!, mask)
  const child = round.tree.place[q]!
  return places.subarray(start[child]!, start[child + 1]!)
}

function split(round: Round, evictions: Evictions, list: number, parent: number, among: Int32Array): Branches {
  const { tree, work } = round
  const { scope, scopeStart } = evictions
  const base = scopeStart[list]!
  const start = new Int32Array(tree.childStart[parent + 1]! - tree.childStart[parent]! + 1)
  const childOf = new Int32Array(among.length)
  for (let i = 0; i < among.length; i++) {
    let q = work.leaf[work.class[scope[base + among[i]!]!]!]!
    while (tree.parent[q] !== parent) q = tree.parent[q]!
    childOf[i] = tree.place[q]!
    start[childOf[i]! + 1]! += 1
  }
  for (let i = 1; i < start.length; i++) start[i]! += start[i - 1]!
  const next = start.slice()
  const places = new Int32Array(among.length)
  for (let i = 0; i < among.length; i++) places[next[childOf[i]!]!++] = among[i]!
  return { places, start, head: start.slice(0, -1) }
}
