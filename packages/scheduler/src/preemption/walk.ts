import type { Round } from '../round/round.ts'
import { ANY_NODE, branchesOf, choiceOf, type Branches } from './branches.ts'
import { isAbove, type Claim } from './claim.ts'
import { nextOpen, type Evictions } from './evictions.ts'

/**
 * A walk over the runs that a claim may look at, in order: those of a queue's list, then all evictable runs of the claim's own leaf. A run's
 * place counts through both. Several branches of the list are merged by a heap: a step costs the logarithm of their number, and runs of
 * other branches cost nothing.
 */
export interface Walk {
  list: number
  /** Runs in the list; places from here on are those of the leaf's own. */
  length: number
  /** Branches by number: the place where each stands, the index in `places` after it, and where it ends. */
  place: Int32Array
  next: Int32Array
  end: Int32Array
  places: Int32Array[]
  /** Numbers of branches, that with the smallest place on top. */
  heap: Int32Array
  size: number
  /** By queue: the last walk that passed through its branch. */
  passed: Int32Array
  number: number
  /** The place in the leaf's own list to look at next; beyond all when that holds nothing for the claim. */
  own: number
}

export function createWalk(queues: number): Walk {
  const column = (): Int32Array => new Int32Array(queues)
  const branches = { place: column(), next: column(), end: column(), places: [], heap: column(), size: 0 }
  return { list: 0, length: 0, ...branches, passed: column(), number: 0, own: Infinity }
}

/**
 * Begins at place `from` of the list of `list`, which is the claim's leaf or a queue above. Passes over whole branches of which `mayTake`
 * allows nothing; whoever walks asks it of each run. With `isForRoom`, passes over runs too that stand where the claim may not.
 */
export function openWalk(
  round: Round,
  evictions: Evictions,
  claim: Claim,
  list: number,
  from: number,
  isForRoom: boolean,
): void {
  const { tree } = round
  const { walk, scopeStart } = evictions
  walk.list = list
  walk.length = list === claim.leaf ? 0 : scopeStart[list + 1]! - scopeStart[list]!
  walk.size = 0
  walk.own = claim.hasLesser ? Math.max(0, from - walk.length) : Infinity
  walk.number++
  if (claim.hasLesser) walk.passed[claim.leaf] = walk.number
  const mask = isForRoom ? choiceOf(round, evictions, claim.class) : ANY_NODE
  for (let q = claim.leaf; q !== list; q = tree.parent[q]!) {
    const parent = tree.parent[q]!
    const isReclaiming = claim.isRightful && tree.depth[q]! >= claim.depth
    const isOwn = q === claim.leaf && claim.hasLesser
    if (!isReclaiming && !isOwn) continue
    const branches = branchesOf(round, evictions, list, parent, mask)
    const first = tree.childStart[parent]!
    for (let i = first; i < tree.childStart[parent + 1]!; i++) {
      const child = tree.children[i]!
      const isOpen = child === q ? isOwn : isReclaiming && isAbove(round, child, claim.class, claim.class)
      if (!isOpen) continue
      walk.passed[child] = walk.number
      if (from < walk.length) addBranch(evictions, branches, i - first, from)
    }
  }
  for (let i = (walk.size >> 1) - 1; i >= 0; i--) sink(walk, i)
}

/** Whether the walk that began last passes through runs of a leaf; of others it may take nothing. */
export function isPassed({ tree }: Round, { walk }: Evictions, leaf: number): boolean {
  for (let q = leaf; q > 0; q = tree.parent[q]!) if (walk.passed[q] === walk.number) return true
  return false
}

/** The next place, or -1. Runs whose taking was settled have none. */
export function nextPlace(round: Round, evictions: Evictions, claim: Claim): number {
  const { walk, scope, scopeStart, isSettled } = evictions
  while (walk.size > 0) {
    const place = walk.place[walk.heap[0]!]!
    advance(walk)
    if (isSettled[scope[scopeStart[walk.list]! + place]!] === 0) return place
  }
  const start = scopeStart[claim.leaf]!
  const end = scopeStart[claim.leaf + 1]!
  if (walk.own >= end - start) return -1
  const open = nextOpen(evictions, start + walk.own)
  const { work } = round
  // The leaf's own list goes from low to high priority.
  if (open >= end || work.priority[work.class[scope[open]!]!]! >= work.priority[claim.class]!) {
    walk.own = Infinity
    return -1
  }
  walk.own = open - start + 1
  return walk.length + open - start
}

/** The run at a place that {@link nextPlace} gave. */
export function runAt({ walk, scope, scopeStart }: Evictions, claim: Claim, place: number): number {
  const { list, length } = walk
  return place < length ? scope[scopeStart[list]! + place]! : scope[scopeStart[claim.leaf]! + place - length]!
}

/** Adds what a branch holds from place `from` on, not yet in the order of the heap. */
function addBranch(evictions: Evictions, branches: Branches, child: number, from: number): void {
  const { walk, scope, scopeStart, isSettled } = evictions
  const { places, start, head } = branches
  const base = scopeStart[walk.list]!
  const end = start[child + 1]!
  let next = head[child]!
  while (next < end && isSettled[scope[base + places[next]!]!] === 1) next++
  head[child] = next
  if (next < end && places[next]! < from) next = firstFrom(places, next, end, from)
  if (next === end) return
  const number = walk.size++
  walk.heap[number] = number
  walk.place[number] = places[next]!
  walk.next[number] = next + 1
  walk.end[number] = end
  walk.places[number] = places
}

/** The first index of `places`, from `low` to `end`, at which it is `from` or more. */
function firstFrom(places: Int32Array, low: number, end: number, from: number): number {
  let high = end
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Takes the branch on top one run further. */
function advance(walk: Walk): void {
  const number = walk.heap[0]!
  const next = walk.next[number]!
  if (next < walk.end[number]!) {
    walk.place[number] = walk.places[number]![next]!
    walk.next[number] = next + 1
  } else walk.heap[0] = walk.heap[--walk.size]!
  sink(walk, 0)
}

function sink({ heap, place, size }: Walk, from: number): void {
  const number = heap[from]!
  let i = from
  for (let below = 2 * i + 1; below < size; below = 2 * i + 1) {
    if (below + 1 < size && place[heap[below + 1]!]! < place[heap[below]!]!) below++
    if (place[number]! < place[heap[below]!]!) break
    heap[i] = heap[below]!
    i = below
  }
  heap[i] = number
}
