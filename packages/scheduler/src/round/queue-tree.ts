import { sortedIds } from '../state/id-table.ts'
import type { SchedulerState } from '../state/state.ts'

/**
 * The queue tree with local numbers: 0 is the root of a pool, parents come before children, and siblings stand in the order of
 * their age, then id. A queue whose parents are not all known, or that is its own ancestor, has no local number.
 */
export interface QueueTree {
  count: number
  /** State number by local number; -1 for the root. */
  queue: Int32Array
  /** Local number by state number, or -1. */
  local: Int32Array
  /** -1 for the root. */
  parent: Int32Array
  /** 0 for the root. */
  depth: Int32Array
  isLeaf: Uint8Array
  /** `children[childStart[q]]` to `children[childStart[q + 1] - 1]`. */
  childStart: Int32Array
  children: Int32Array
  /** Where a queue stands among its siblings, from 0. */
  place: Int32Array
}

export function openQueueTree(state: SchedulerState): QueueTree {
  const { table, upserts } = state.queues
  const known = [...sortedIds(table)]
  const depths = depthsOf(state, known)
  const placed = known.filter((queue) => depths[queue]! > 0)
  // Sorted by id already, and the sort is stable.
  placed.sort((a, b) => depths[a]! - depths[b]! || upserts[a]!.createdAt - upserts[b]!.createdAt)
  const count = placed.length + 1
  const tree: QueueTree = {
    count,
    queue: Int32Array.from([-1, ...placed]),
    local: new Int32Array(table.size).fill(-1),
    parent: new Int32Array(count).fill(-1),
    depth: new Int32Array(count),
    isLeaf: new Uint8Array(count).fill(1),
    childStart: new Int32Array(count + 1),
    children: new Int32Array(count - 1),
    place: new Int32Array(count),
  }
  for (let q = 1; q < count; q++) tree.local[tree.queue[q]!] = q
  for (let q = 1; q < count; q++) {
    const number = tree.queue[q]!
    const parentId = upserts[number]!.parentId
    tree.parent[q] = parentId === undefined ? 0 : tree.local[table.index.get(parentId)!]!
    tree.depth[q] = depths[number]!
    tree.isLeaf[tree.parent[q]!] = 0
    tree.childStart[tree.parent[q]! + 1]! += 1
  }
  for (let q = 0; q < count; q++) tree.childStart[q + 1]! += tree.childStart[q]!
  const next = tree.childStart.slice()
  for (let q = 1; q < count; q++) {
    const parent = tree.parent[q]!
    tree.place[q] = next[parent]! - tree.childStart[parent]!
    tree.children[next[parent]!++] = q
  }
  tree.isLeaf[0] = 0
  return tree
}

/** 1 for a department, 2 for its projects, ...; 0 where the way to the root is broken. */
function depthsOf(state: SchedulerState, known: readonly number[]): Int32Array {
  const { table, upserts } = state.queues
  const depths = new Int32Array(table.size)
  for (const queue of known) {
    const path: number[] = []
    let above = 0
    for (let at = queue; ;) {
      if (path.includes(at)) break
      path.push(at)
      const parentId = upserts[at]!.parentId
      const parent = parentId === undefined ? -1 : (table.index.get(parentId) ?? -2)
      if (parent === -1) above = 1
      if (parent < 0 || table.known[parent] === 0) break
      if (depths[parent]! > 0) {
        above = depths[parent]! + 1
        break
      }
      at = parent
    }
    if (above === 0) continue
    for (let i = path.length - 1; i >= 0; i--) depths[path[i]!] = above++
  }
  return depths
}

/** The two children of the lowest common ancestor on the ways to `a` and `b`; a queue and its own ancestor have none. */
export function splitQueues(tree: QueueTree, a: number, b: number): [number, number] | undefined {
  let left = a
  let right = b
  while (tree.depth[left]! > tree.depth[right]!) left = tree.parent[left]!
  while (tree.depth[right]! > tree.depth[left]!) right = tree.parent[right]!
  if (left === right) return undefined
  while (tree.parent[left] !== tree.parent[right]) {
    left = tree.parent[left]!
    right = tree.parent[right]!
  }
  return [left, right]
}
