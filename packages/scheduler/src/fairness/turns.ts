import type { QueueTree } from '../round/queue-tree.ts'
import type { Work } from '../round/work.ts'
import type { Ledger } from './ledger.ts'
import type { Overdue } from './overdue.ts'
import { compareTurns, createTurnKeys, URGENT, writeTurnKeys, type TurnKeys } from './turn-keys.ts'

/**
 * Who goes next: one heap of waiting children for every inner queue, ordered by {@link compareTurns}. The next workload is
 * found by walking down the tops; after it was served, only the way back up is reordered.
 */
export interface Turns {
  /** Children of queue q: `heap[childStart[q]]` onwards, `heapSize[q]` of them. */
  heap: Int32Array
  heapSize: Int32Array
  /** Where a queue stands in its parent's heap, counted from the start of that heap; -1: it has nothing waiting. */
  place: Int32Array
  /** Waiting positions of all leaves, and the part of each leaf that is still to be served. */
  waiting: Int32Array
  cursor: Int32Array
  end: Int32Array
  keys: TurnKeys
  overdue: Overdue | undefined
}

export function createTurns(tree: QueueTree, work: Work, overdue: Overdue | undefined): Turns {
  return {
    heap: new Int32Array(tree.count),
    heapSize: new Int32Array(tree.count),
    place: new Int32Array(tree.count).fill(-1),
    waiting: new Int32Array(work.count),
    cursor: new Int32Array(tree.count),
    end: new Int32Array(tree.count),
    keys: createTurnKeys(tree.count),
    overdue,
  }
}

/** Lines up the positions that `isServed` accepts, all of which must be waiting: overdue work first, then in serving order. */
export function openTurns(
  turns: Turns,
  tree: QueueTree,
  work: Work,
  ledger: Ledger,
  isClosed: Uint8Array,
  isServed: (at: number) => boolean,
): void {
  const { overdue } = turns
  let next = 0
  turns.heapSize.fill(0)
  turns.place.fill(-1)
  for (let q = 0; q < tree.count; q++) {
    turns.cursor[q] = next
    if (overdue !== undefined) {
      for (let i = overdue.start[q]!; i < overdue.start[q + 1]!; i++) {
        if (isServed(overdue.order[i]!)) turns.waiting[next++] = overdue.order[i]!
      }
    }
    for (let at = work.leafStart[q]!; at < work.leafStart[q + 1]!; at++) {
      if (overdue?.is[at] !== 1 && isServed(at)) turns.waiting[next++] = at
    }
    turns.end[q] = next
  }
  for (let q = tree.count - 1; q >= 1; q--) {
    if (tree.isLeaf[q] === 1) reviewQueue(turns, tree, work, ledger, isClosed, q)
  }
}

/** The leaf whose turn it is, or -1 when nobody waits any more. */
export function nextLeaf(turns: Turns, tree: QueueTree): number {
  if (turns.heapSize[0] === 0) return -1
  let q = 0
  while (tree.isLeaf[q] === 0) q = turns.heap[tree.childStart[q]!]!
  return q
}

/** Position of the workload that a leaf puts forward. */
export function headOf(turns: Turns, leaf: number): number {
  return turns.waiting[turns.cursor[leaf]!]!
}

/** Takes account of what changed for a leaf (served, closed classes, more or less allocated) on its whole way up. */
export function reviewQueue(
  turns: Turns,
  tree: QueueTree,
  work: Work,
  ledger: Ledger,
  isClosed: Uint8Array,
  leaf: number,
): void {
  const end = turns.end[leaf]!
  let cursor = turns.cursor[leaf]!
  while (cursor < end && isClosed[work.class[turns.waiting[cursor]!]!] === 1) cursor++
  turns.cursor[leaf] = cursor
  if (cursor < end) turns.keys.head[leaf] = turns.waiting[cursor]!
  let hasWork = cursor < end
  let isOverdue = hasWork && turns.overdue?.is[turns.waiting[cursor]!] === 1
  for (let q = leaf; q > 0; q = tree.parent[q]!) {
    if (q !== leaf) {
      hasWork = turns.heapSize[q]! > 0
      const first = turns.heap[tree.childStart[q]!]!
      if (hasWork) turns.keys.head[q] = turns.keys.head[first]!
      isOverdue = hasWork && turns.keys.tier[first] === URGENT
    }
    const start = tree.childStart[tree.parent[q]!]!
    if (!hasWork) removeFromHeap(turns, start, tree.parent[q]!, q)
    else {
      writeTurnKeys(turns.keys, q, work, ledger, isOverdue)
      if (turns.place[q] === -1) insertIntoHeap(turns, start, tree.parent[q]!, q)
      else {
        siftUp(turns, start, turns.place[q]!)
        siftDown(turns, start, turns.heapSize[tree.parent[q]!]!, turns.place[q]!)
      }
    }
  }
}

function insertIntoHeap(turns: Turns, start: number, parent: number, q: number): void {
  const place = turns.heapSize[parent]!++
  put(turns, start, place, q)
  siftUp(turns, start, place)
}

function removeFromHeap(turns: Turns, start: number, parent: number, q: number): void {
  const place = turns.place[q]!
  if (place === -1) return
  turns.place[q] = -1
  const size = --turns.heapSize[parent]!
  if (place === size) return
  const moved = turns.heap[start + size]!
  put(turns, start, place, moved)
  siftUp(turns, start, place)
  siftDown(turns, start, size, turns.place[moved]!)
}

function put(turns: Turns, start: number, place: number, q: number): void {
  turns.heap[start + place] = q
  turns.place[q] = place
}

function siftUp(turns: Turns, start: number, from: number): void {
  const q = turns.heap[start + from]!
  let place = from
  while (place > 0) {
    const above = (place - 1) >> 1
    const other = turns.heap[start + above]!
    if (compareTurns(turns.keys, q, other) > 0) break
    put(turns, start, place, other)
    place = above
  }
  put(turns, start, place, q)
}

function siftDown(turns: Turns, start: number, size: number, from: number): void {
  const q = turns.heap[start + from]!
  let place = from
  for (;;) {
    let below = 2 * place + 1
    if (below >= size) break
    const right = below + 1
    if (right < size && compareTurns(turns.keys, turns.heap[start + right]!, turns.heap[start + below]!) < 0)
      below = right
    const other = turns.heap[start + below]!
    if (compareTurns(turns.keys, q, other) < 0) break
    put(turns, start, place, other)
    place = below
  }
  put(turns, start, place, q)
}
