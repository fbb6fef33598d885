import { isBarred } from '../placement/bars.ts'
import { isAllowedOn } from '../placement/pick-node.ts'
import type { Round } from '../round/round.ts'
import { fitsLater } from './clear-node.ts'
import type { Evictions } from './evictions.ts'
import type { GangSearch } from './take-node.ts'

/**
 * How far the nodes where room comes free were searched. Kinds are classes that need the same and may stand on the same nodes, so that
 * thousands of classes do not each look at what is of no use to their kind.
 */
export interface SoonSearch {
  /** By class: entries before hold nothing for it. */
  ofClass: Int32Array
  /** Kind of a class, by its base; -1 where nobody waits in it. */
  kindOf: Int32Array
  /** A class of each kind. */
  member: Int32Array
  /** By kind: entries before have no room for it or are not for it, whatever its neighbours, except those of `again`. */
  ofKind: Int32Array
  /** By kind: nodes passed over that had room for it again. */
  again: number[][]
  /** By node: the first and the last entry that name it, -1 for none; and by entry the next that names the same node. */
  first: Int32Array
  last: Int32Array
  following: number[]
}

export function openSoonSearch({ work, constraints, fleet }: Round): SoonSearch {
  const kindOf = new Int32Array(work.classCount).fill(-1)
  const kinds = new Map<number, number>()
  const member: number[] = []
  for (let k = 0; k < work.classCount; k++) {
    if (constraints.ofClass[k] === -1) continue
    const key = work.shape[k]! * constraints.masks.length + constraints.ofClass[k]!
    let kind = kinds.get(key)
    if (kind === undefined) kinds.set(key, (kind = member.push(k) - 1))
    kindOf[k] = kind
  }
  return {
    ofClass: new Int32Array(work.classCount),
    kindOf,
    member: Int32Array.from(member),
    ofKind: new Int32Array(member.length),
    again: member.map(() => []),
    first: new Int32Array(fleet.count).fill(-1),
    last: new Int32Array(fleet.count).fill(-1),
    following: [],
  }
}

/** A node with enough room coming free, or -1. Goes on where the last of its class, or of its gang, stopped. */
export function findSoon(round: Round, evictions: Evictions, k: number, search: GangSearch | undefined): number {
  const { soon, soonSearch } = evictions
  const bars = round.bars?.[k]
  let i = search === undefined ? usefulFrom(round, evictions, k, soonSearch.ofClass[k]!) : search.fromSoon
  for (; i < soon.length; i++) {
    const node = soon[i]!
    if (search !== undefined && search.scope.level.of[node] !== search.scope.domain) continue
    if (bars !== undefined && isBarred(bars, node)) continue
    if (isUseful(round, node, k)) break
  }
  if (search === undefined) soonSearch.ofClass[k] = i
  else search.fromSoon = i
  return i < soon.length ? soon[i]! : -1
}

/**
 * An entry from `from` on before which none is of use to the kind of class `k`. `from` itself while an attempt has taken runs, since these
 * change what is of use.
 */
export function usefulFrom(round: Round, { soon, soonSearch, taken }: Evictions, k: number, from: number): number {
  if (taken.length > 0) return from
  const { kindOf, ofKind, again } = soonSearch
  const kind = kindOf[round.work.base[k]!]!
  let i = ofKind[kind]!
  while (i < soon.length && !isUseful(round, soon[i]!, k)) i++
  ofKind[kind] = i
  return again[kind]!.length === 0 ? Math.max(i, from) : firstAgain(round, soonSearch, k, from, Math.max(i, from))
}

/** The first entry from `from` on of a node that is of use again, at most `end`. */
function firstAgain(
  round: Round,
  { again, kindOf, first, following }: SoonSearch,
  k: number,
  from: number,
  end: number,
): number {
  const nodes = again[kindOf[round.work.base[k]!]!]!
  let least = end
  for (let i = nodes.length - 1; i >= 0; i--) {
    if (isUseful(round, nodes[i]!, k)) {
      let entry = first[nodes[i]!]!
      while (entry !== -1 && entry < from) entry = following[entry]!
      if (entry !== -1) least = Math.min(least, entry)
    } else {
      nodes[i] = nodes[nodes.length - 1]!
      nodes.pop()
    }
  }
  return least
}

function isUseful(round: Round, node: number, k: number): boolean {
  return fitsLater(round, node, k) && isAllowedOn(round, node, k)
}

/** Takes account of entries `from` on, where more comes free from now on. */
export function settleSoon(round: Round, evictions: Evictions, from: number): void {
  const { soon, soonSearch } = evictions
  const { first, last, following } = soonSearch
  for (let i = from; i < soon.length; i++) {
    const node = soon[i]!
    if (first[node] === -1) first[node] = i
    else following[last[node]!] = i
    last[node] = i
    following.push(-1)
    if (first[node] !== i) lookAgain(round, evictions, node)
  }
}

/** Lets kinds that passed over a node look at it again where there is room for them by now. */
export function lookAgain(round: Round, { soonSearch }: Evictions, node: number): void {
  const { first, ofKind, member, again } = soonSearch
  const entry = first[node]!
  if (entry === -1) return
  for (let kind = 0; kind < ofKind.length; kind++) {
    if (ofKind[kind]! <= entry || !isUseful(round, node, member[kind]!)) continue
    if (!again[kind]!.includes(node)) again[kind]!.push(node)
  }
}

/** Lets everybody look at everything again: to be called when room that was kept for others is theirs. */
export function lookAgainEverywhere({ evictions }: Round): void {
  if (evictions === undefined) return
  evictions.soonSearch.ofKind.fill(0)
  for (const list of evictions.soonSearch.again) list.length = 0
}

/** Nodes named after the first `soon` may be others than when class `k` looked at them. */
export function searchSoonAgain({ work }: Round, { soonSearch }: Evictions, k: number, soon: number): void {
  const { ofClass, kindOf, ofKind } = soonSearch
  const kind = kindOf[work.base[k]!]!
  if (ofClass[k]! > soon) ofClass[k] = soon
  if (ofKind[kind]! > soon) ofKind[kind] = soon
}
