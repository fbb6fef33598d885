import type { Round } from '../round/round.ts'

/** Resolution of the ratios that lists are sorted by, and the place values that pack a ratio and an index into one number. */
const RATIO_SCALE = 65_536
const RATIO_MAX = 2 ** 31 - 1
const INDEX_SPAN = 2 ** 21

export interface ScopeLists {
  scope: Int32Array
  scopeStart: Int32Array
  /** Every evictable run once: those that are over in the order of the root's list, then the others. */
  all: Int32Array
}

/**
 * For every leaf its evictable runs, and for every queue above those of them that are over, worst first. A run stands at
 * the ratio of (what its queue holds up to and including it) to (its queue's share): in a leaf, runs count in the order of
 * {@link listLeaf}; higher up, in the order of their ratios one level below. So what goes first is the last run of the
 * queue that is furthest above its share.
 */
export function listByScope(round: Round, isEvictable: Uint8Array, isOver: Uint8Array): ScopeLists {
  const { tree, work } = round
  const ratio = new Float64Array(work.count)
  const lists: number[][] = Array.from({ length: tree.count }, () => [])
  const others: number[] = []
  for (let q = tree.count - 1; q >= 0; q--) {
    const list = lists[q]!
    if (tree.isLeaf[q] === 1) {
      listLeaf(round, q, isEvictable, isOver, list)
      for (const at of list) if (isOver[at] === 0) others.push(at)
    } else {
      for (let i = tree.childStart[q]!; i < tree.childStart[q + 1]!; i++) {
        for (const at of lists[tree.children[i]!]!) if (isOver[at] === 1) list.push(at)
      }
      lists[q] = sortByRatio(list, ratio)
    }
    if (q > 0) rate(round, q, lists[q]!, ratio)
  }
  const scopeStart = new Int32Array(tree.count + 1)
  for (let q = 0; q < tree.count; q++) scopeStart[q + 1] = scopeStart[q]! + lists[q]!.length
  const scope = new Int32Array(scopeStart[tree.count]!)
  for (let q = 0; q < tree.count; q++) scope.set(lists[q]!.reverse(), scopeStart[q])
  return { scope, scopeStart, all: Int32Array.from([...lists[0]!, ...sortByRatio(others, ratio).reverse()]) }
}

/**
 * The evictable runs of a leaf, the most deserving first: higher priority; then what the share covers, in serving order,
 * before what is over; and of that, what has run longer, since it has more to lose.
 */
function listLeaf(round: Round, q: number, isEvictable: Uint8Array, isOver: Uint8Array, list: number[]): void {
  const { work } = round
  let over: number[] = []
  let priority = Number.NaN
  for (let at = work.leafStart[q]!; at < work.leafStart[q + 1]!; at++) {
    if (isEvictable[at] === 0) continue
    if (work.priority[work.class[at]!] !== priority) {
      for (const one of sortByRuntime(round, over)) list.push(one)
      over = []
      priority = work.priority[work.class[at]!]!
    }
    if (isOver[at] === 1) over.push(at)
    else list.push(at)
  }
  for (const one of sortByRuntime(round, over)) list.push(one)
}

/** Longest running first, in whole seconds; what has not started comes last. Stable. */
function sortByRuntime(round: Round, list: number[]): number[] {
  if (list.length < 2) return list
  const { startedAt } = round.state.workloads
  const keys = new Float64Array(list.length)
  for (let i = 0; i < list.length; i++) {
    const started = startedAt[round.work.workload[list[i]!]!]!
    const seconds = Number.isNaN(started) ? 0 : Math.max(0, Math.floor((round.now - started) / 1_000))
    keys[i] = (RATIO_MAX - Math.min(RATIO_MAX, seconds)) * INDEX_SPAN + i
  }
  keys.sort()
  return Array.from(keys, (key) => list[key % INDEX_SPAN]!)
}

/** Best first. */
function sortByRatio(list: number[], ratio: Float64Array): number[] {
  const keys = new Float64Array(list.length)
  for (let i = 0; i < list.length; i++) {
    keys[i] = Math.min(RATIO_MAX, Math.floor(ratio[list[i]!]! * RATIO_SCALE)) * INDEX_SPAN + i
  }
  keys.sort()
  return Array.from(keys, (key) => list[key % INDEX_SPAN]!)
}

/** Writes the ratio at which each run of `list`, best first, stands in queue `q`. What is not evictable counts before all. */
function rate(round: Round, q: number, list: readonly number[], ratio: Float64Array): void {
  const { work, ledger } = round
  const { width, alive, share, orderShare } = ledger
  const held = alive.slice(q * width, q * width + width)
  for (const at of list) {
    const row = work.class[at]! * width
    for (let a = 0; a < width; a++) held[a]! -= work.demand[row + a]!
  }
  for (const at of list) {
    const row = work.class[at]! * width
    let most = 0
    for (let a = 0; a < width; a++) {
      const demand = work.demand[row + a]!
      held[a]! += demand
      const isGoverned = share[q * width + a] !== Infinity
      if (demand > 0 && isGoverned) most = Math.max(most, held[a]! / Math.max(1, orderShare[q * width + a]!))
    }
    ratio[at] = most
  }
}

export interface NodeLists {
  onNode: Int32Array
  onNodeStart: Int32Array
  /** Their leaves. */
  onNodeLeaf: Int32Array
}

/** The evictable runs of every node, in the order of `ordered`; a gang is named once for each of its nodes. */
export function listByNode(round: Round, ordered: Int32Array): NodeLists {
  const { state, work, fleet } = round
  const { slotStart, slotCount, slab } = state.workloads
  const onNodeStart = new Int32Array(fleet.count + 1)
  const seen = new Int32Array(fleet.count).fill(-1)
  function visit(act: (node: number, at: number) => void): void {
    seen.fill(-1)
    for (const at of ordered) {
      const workload = work.workload[at]!
      for (let i = 0; i < slotCount[workload]!; i++) {
        const node = fleet.local[slab.values[slotStart[workload]! + i]!]!
        if (seen[node] === at) continue
        seen[node] = at
        act(node, at)
      }
    }
  }
  visit((node) => (onNodeStart[node + 1]! += 1))
  for (let n = 0; n < fleet.count; n++) onNodeStart[n + 1]! += onNodeStart[n]!
  const next = onNodeStart.slice()
  const onNode = new Int32Array(onNodeStart[fleet.count]!)
  const onNodeLeaf = new Int32Array(onNode.length)
  visit((node, at) => {
    onNodeLeaf[next[node]!] = work.leaf[work.class[at]!]!
    onNode[next[node]!++] = at
  })
  return { onNode, onNodeStart, onNodeLeaf }
}
