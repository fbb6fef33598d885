import { isBarred, type Bars } from './bars.ts'
import { createCursors, cursorOf, moveCursor, noteGain, type Cursors } from './cursors.ts'

/**
 * A forest of maximum trees over nodes. Each segment is one perfect binary tree; its leaves are the nodes of the segment in the
 * order in which they are to be filled, and an inner vertex knows, for each resource, the most that any leaf below it has
 * free. Finding the first leaf with room costs about the depth, changing one leaf at most the depth.
 */
export interface FitTree {
  width: number
  /** Vertex 0 of a segment is unused, 1 is its top, and `size` to `2 * size - 1` are its leaves; rows of `width`. */
  values: Float64Array
  segmentCount: number
  base: Int32Array
  /** Leaves of a segment, a power of two. */
  size: Int32Array
  /** By node: its segment (-1: in none) and its leaf. */
  segmentOf: Int32Array
  leafOf: Int32Array
  /** Node by `base + leaf`; -1 where the segment is not full. */
  nodeAt: Int32Array
  cursors: Cursors
}

/** Marks leaves that are no nodes: nothing fits, not even nothing. */
const NO_NODE = -1

/** Builds the forest; `order` lists nodes segment by segment, `segmentStart` where each begins (one more entry at the end). */
export function buildFitTree(
  width: number,
  nodeCount: number,
  order: Int32Array,
  segmentStart: Int32Array,
  room: Float64Array,
): FitTree {
  const segmentCount = segmentStart.length - 1
  const base = new Int32Array(segmentCount)
  const size = new Int32Array(segmentCount)
  let end = 0
  for (let s = 0; s < segmentCount; s++) {
    const length = segmentStart[s + 1]! - segmentStart[s]!
    base[s] = end
    size[s] = length <= 1 ? 1 : 1 << (32 - Math.clz32(length - 1))
    end += 2 * size[s]!
  }
  const tree: FitTree = {
    width,
    values: new Float64Array(end * width).fill(NO_NODE),
    segmentCount,
    base,
    size,
    segmentOf: new Int32Array(nodeCount).fill(-1),
    leafOf: new Int32Array(nodeCount),
    nodeAt: new Int32Array(end).fill(-1),
    cursors: createCursors(segmentCount),
  }
  for (let s = 0; s < segmentCount; s++) fillSegment(tree, s, order, segmentStart[s]!, segmentStart[s + 1]!, room)
  return tree
}

function fillSegment(
  tree: FitTree,
  segment: number,
  order: Int32Array,
  start: number,
  end: number,
  room: Float64Array,
): void {
  const { width, values } = tree
  const base = tree.base[segment]!
  const size = tree.size[segment]!
  for (let i = start; i < end; i++) {
    const node = order[i]!
    tree.segmentOf[node] = segment
    tree.leafOf[node] = i - start
    tree.nodeAt[base + i - start] = node
    writeLeaf(tree, (base + size + i - start) * width, node, room)
  }
  for (let vertex = size - 1; vertex >= 1; vertex--) {
    const at = (base + vertex) * width
    const child = (base + 2 * vertex) * width
    for (let a = 0; a < width; a++) values[at + a] = Math.max(values[child + a]!, values[child + width + a]!)
  }
}

/** True when the leaf has more of something than before. */
function writeLeaf(tree: FitTree, at: number, node: number, room: Float64Array): boolean {
  const { width, values } = tree
  let isMore = false
  for (let a = 0; a < width; a++) {
    const free = Math.max(0, room[node * width + a]!)
    if (free > values[at + a]!) isMore = true
    values[at + a] = free
  }
  return isMore
}

/** Takes over what changed on one node. */
export function refreshLeaf(tree: FitTree, node: number, room: Float64Array): void {
  const segment = tree.segmentOf[node]!
  if (segment < 0) return
  const { width, values } = tree
  const base = tree.base[segment]!
  let vertex = tree.size[segment]! + tree.leafOf[node]!
  if (writeLeaf(tree, (base + vertex) * width, node, room)) noteGain(tree.cursors, segment, tree.leafOf[node]!)
  while (vertex > 1) {
    vertex >>= 1
    const at = (base + vertex) * width
    const left = (base + 2 * vertex) * width
    let isChanged = false
    for (let a = 0; a < width; a++) {
      const l = values[left + a]!
      const r = values[left + width + a]!
      const most = l > r ? l : r
      if (values[at + a] !== most) {
        values[at + a] = most
        isChanged = true
      }
    }
    if (!isChanged) return
  }
}

/**
 * The first node of a segment with room for `need[row]` to `need[row + width - 1]` and no bar against it, or -1. Equal shapes have
 * equal needs.
 */
export function firstFit(
  tree: FitTree,
  segment: number,
  need: Float64Array,
  row: number,
  shape: number,
  bars: Bars | undefined,
): number {
  const { width, values, cursors } = tree
  const base = tree.base[segment]!
  const size = tree.size[segment]!
  const from = cursorOf(cursors, shape, segment)
  if (from === size) return -1
  let vertex = from === 0 ? 1 : size + from
  let isFirst = true
  for (;;) {
    if (hasRoom(values, (base + vertex) * width, need, row, width)) {
      if (vertex < size) {
        vertex *= 2
        continue
      }
      // A node that is barred to this class still has room for others of its shape.
      if (isFirst) moveCursor(cursors, shape, segment, vertex - size)
      isFirst = false
      const node = tree.nodeAt[base + vertex - size]!
      if (bars === undefined || !isBarred(bars, node)) return node
    }
    // Climb while this is a right child, then step to the sibling on the right.
    while ((vertex & 1) === 1) vertex >>= 1
    if (vertex === 0) {
      if (isFirst) moveCursor(cursors, shape, segment, size)
      return -1
    }
    vertex++
  }
}

const stack = new Int32Array(64)

/** The node of a segment that has room, no bar against it and most of resource `primary` free, the earlier of equals; or -1. */
export function widestFit(
  tree: FitTree,
  segment: number,
  need: Float64Array,
  row: number,
  primary: number,
  bars: Bars | undefined,
): number {
  const { width, values } = tree
  const base = tree.base[segment]!
  const size = tree.size[segment]!
  let best = -1
  let most = -1
  let top = 0
  stack[top++] = 1
  while (top > 0) {
    const vertex = stack[--top]!
    const at = (base + vertex) * width
    if (values[at + primary]! <= most || !hasRoom(values, at, need, row, width)) continue
    if (vertex >= size) {
      const node = tree.nodeAt[base + vertex - size]!
      if (bars !== undefined && isBarred(bars, node)) continue
      best = node
      most = values[at + primary]!
      continue
    }
    const left = (base + 2 * vertex) * width
    const isLeftWider = values[left + primary]! >= values[left + width + primary]!
    stack[top++] = 2 * vertex + (isLeftWider ? 1 : 0)
    stack[top++] = 2 * vertex + (isLeftWider ? 0 : 1)
  }
  return best
}

function hasRoom(values: Float64Array, at: number, need: Float64Array, row: number, width: number): boolean {
  for (let a = 0; a < width; a++) if (values[at + a]! < need[row + a]!) return false
  return true
}
