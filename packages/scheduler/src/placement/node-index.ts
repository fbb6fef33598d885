import type { Fleet } from '../round/fleet.ts'
import type { Amounts, Work } from '../round/work.ts'
import { CPU, GPU, GPU_DEVICE } from '../state/resources.ts'
import { BARRED, DISLIKED, type Constraints } from './constraints.ts'
import { buildFitTree, refreshLeaf, type FitTree } from './fit-tree.ts'

/** Nodes that every constraint of the round treats alike and that either all have GPUs or all have none. */
export interface NodeGroups {
  count: number
  /** -1 for nodes that are not open. */
  groupOf: Int32Array
  hasGpu: Uint8Array
  /** A constraint's verdict on a group: `verdict[constraint * count + group]`. */
  verdict: Uint8Array
  /** How much a list of preferences likes a group: `liking[preferences * count + group]`. */
  liking: Int32Array
}

/** A fit tree with one segment for each group, or for each group in each domain of a level. */
export interface NodeIndex {
  tree: FitTree
  groupOfSegment: Int32Array
  /** Segments of domain d: `domainStart[d]` to `domainStart[d + 1] - 1`. */
  domainStart: Int32Array
}

/**
 * Splits the open nodes by what the constraints say of them. Constraints that only few nodes meet are left out: their nodes
 * are tried one by one, so that work bound to single hosts does not splinter the index.
 */
export function groupNodes(fleet: Fleet, constraints: Constraints): NodeGroups {
  const groupOf = new Int32Array(fleet.count).fill(-1)
  const member: number[] = []
  refine(groupOf, member, fleet, fleet.hasGpu, MASK_VALUES)
  for (const { mask } of constraints.masks) if (mask !== undefined) refine(groupOf, member, fleet, mask, MASK_VALUES)
  const likings = constraints.likings?.list ?? []
  for (const { few, level, worst } of likings) if (few === undefined) refine(groupOf, member, fleet, level, worst + 1)
  const count = member.length
  const verdict = new Uint8Array(constraints.masks.length * count)
  for (const [c, { mask }] of constraints.masks.entries()) {
    if (mask === undefined) continue
    for (let g = 0; g < count; g++) verdict[c * count + g] = mask[member[g]!]!
  }
  const liking = new Int32Array(likings.length * count)
  for (const [l, { few, level, worst }] of likings.entries()) {
    for (let g = 0; g < count; g++) liking[l * count + g] = few === undefined ? level[member[g]!]! : worst
  }
  return { count, groupOf, hasGpu: Uint8Array.from(member, (n) => fleet.hasGpu[n]!), verdict, liking }
}

const MASK_VALUES = 4

/** Splits groups by `values`, which are below `span`. */
function refine(
  groupOf: Int32Array,
  member: number[],
  fleet: Fleet,
  values: Uint8Array | Int32Array,
  span: number,
): void {
  const next = new Int32Array((member.length + 1) * span).fill(-1)
  member.length = 0
  for (let n = 0; n < fleet.count; n++) {
    if (fleet.isOpen[n] === 0) continue
    const key = (groupOf[n]! + 1) * span + values[n]!
    if (next[key] === -1) next[key] = member.push(n) - 1
    groupOf[n] = next[key]!
  }
}

/**
 * Orders the nodes of each segment fullest first: fewest free GPUs, then fewest free cores, then id. The first fit in that
 * order is the best fit, as far as the order of the round's beginning still tells.
 */
export function buildNodeIndex(
  fleet: Fleet,
  groups: NodeGroups,
  amounts: Amounts,
  level: { count: number; of: Int32Array } | undefined,
): NodeIndex {
  const domains = level === undefined ? 1 : level.count
  let order = fillOrder(fleet, groups, amounts)
  if (level !== undefined) order = order.filter((n) => level.of[n]! >= 0)
  const keyOf = new Int32Array(fleet.count)
  for (const n of order) keyOf[n] = (level === undefined ? 0 : level.of[n]!) * groups.count + groups.groupOf[n]!
  const start = new Int32Array(domains * groups.count + 1)
  order = countingSort(order, keyOf, start)
  const segments: number[] = []
  const domainStart = new Int32Array(domains + 1)
  for (let d = 0; d < domains; d++) {
    for (let g = 0; g < groups.count; g++) {
      const key = d * groups.count + g
      if (start[key + 1]! > start[key]!) segments.push(key)
    }
    domainStart[d + 1] = segments.length
  }
  const segmentStart = Int32Array.from([...segments.map((key) => start[key]!), order.length])
  return {
    tree: buildFitTree(fleet.width, fleet.count, order, segmentStart, fleet.room),
    groupOfSegment: Int32Array.from(segments, (key) => key % groups.count),
    domainStart,
  }
}

export function refreshIndex(index: NodeIndex, fleet: Fleet, node: number): void {
  refreshLeaf(index.tree, node, fleet.room)
}

/** More than any level of liking. */
const DISLIKED_TIER = 2 ** 24

/**
 * How a node suits a class, lower is better: disliked taints weigh more than preferences among nodes, and these more than a
 * GPU that idles.
 */
export function tierOf(isDisliked: boolean, liking: number, isIdleGpu: boolean): number {
  return (isDisliked ? DISLIKED_TIER : 0) + liking * 2 + (isIdleGpu ? 1 : 0)
}

/** {@link tierOf} a segment; -1: not at all. */
export function segmentTier(
  groups: NodeGroups,
  constraints: Constraints,
  work: Work,
  k: number,
  group: number,
): number {
  const verdict = groups.verdict[constraints.ofClass[k]! * groups.count + group]!
  if (verdict === BARRED) return -1
  const liking = constraints.likings?.ofClass[k] ?? -1
  return tierOf(
    verdict === DISLIKED,
    liking === -1 ? 0 : groups.liking[liking * groups.count + group]!,
    groups.hasGpu[group] === 1 && work.wantsGpu[k] === 0,
  )
}

const LEVELS = 512

function fillOrder(fleet: Fleet, groups: NodeGroups, amounts: Amounts): Int32Array {
  let order = new Int32Array(fleet.count)
  let open = 0
  for (let n = 0; n < fleet.count; n++) if (groups.groupOf[n]! >= 0) order[open++] = n
  order = order.subarray(0, open)
  const cpu = amounts.local[CPU]!
  const gpu = amounts.local[GPU]!
  if (cpu >= 0) order = countingSort(order, levelsOf(fleet, cpu, 0), new Int32Array(LEVELS + 1))
  if (gpu >= 0) order = countingSort(order, levelsOf(fleet, gpu, GPU_DEVICE), new Int32Array(LEVELS + 1))
  return order
}

/** Free amounts as small whole numbers: in units, or, for unit 0, in equal steps up to the most. */
function levelsOf(fleet: Fleet, a: number, unit: number): Int32Array {
  const levels = new Int32Array(fleet.count)
  let most = 1
  for (let n = 0; n < fleet.count; n++) most = Math.max(most, fleet.room[n * fleet.width + a]!)
  const step = Math.max(unit, most / (LEVELS - 1))
  for (let n = 0; n < fleet.count; n++) {
    levels[n] = Math.floor(Math.max(0, fleet.room[n * fleet.width + a]!) / step)
  }
  return levels
}

/** Stable; leaves in `start` where each key's entries begin. */
function countingSort(order: Int32Array, keyOf: Int32Array, start: Int32Array): Int32Array<ArrayBuffer> {
  for (let i = 0; i < order.length; i++) start[keyOf[order[i]!]! + 1]! += 1
  for (let key = 1; key < start.length; key++) start[key]! += start[key - 1]!
  const next = start.slice()
  const sorted = new Int32Array(order.length)
  for (let i = 0; i < order.length; i++) sorted[next[keyOf[order[i]!]!]!++] = order[i]!
  return sorted
}
