import type { Fleet } from '../round/fleet.ts'
import type { QueueTree } from '../round/queue-tree.ts'
import type { Amounts, Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Ledger } from './ledger.ts'

/**
 * What queues keep for themselves. A queue with a `lendLimit` keeps free what it deserves, less that limit, less what it holds. A
 * queue above keeps what its children keep, against the others at its level; all in all, with what the children hold of what
 * they may keep, no more than it deserves itself. Rows as in the ledger.
 */
export interface Lending {
  /** What a queue keeps, what it holds included: deserved less `lendLimit`; 0 where it lends everything. */
  floor: Float64Array
  /** What it may keep for those below: deserved; without bound where it has no quota of its own. */
  most: Float64Array
  /** Going by `physical` and by `alive`. */
  now: Kept
  later: Kept
  /** What all queues of the pool can hold together, by resource. */
  size: Float64Array
}

export interface Kept {
  /** Kept free for the queue, and the sum of that over its children. */
  own: Float64Array
  children: Float64Array
  /** What it holds of what it keeps, and the sum of that over its children. */
  within: Float64Array
  withinChildren: Float64Array
}

/** Undefined when no queue of the pool keeps anything, which costs nothing. */
export function openLending(
  state: SchedulerState,
  pool: number,
  tree: QueueTree,
  amounts: Amounts,
  fleet: Fleet,
  ledger: Ledger,
  floor: Float64Array | undefined,
): Lending | undefined {
  if (floor === undefined) return undefined
  const size = poolSize(state, amounts, fleet, ledger)
  const most = new Float64Array(floor.length).fill(Infinity)
  const poolId = state.pools.table.ids[pool]!
  for (let q = 1; q < tree.count; q++) {
    const quotas = state.queues.upserts[tree.queue[q]!]!.pools[poolId]?.quotas
    for (let a = 0; a < amounts.width; a++) {
      if (a === amounts.shared || quotas?.[state.resourceNames[amounts.resource[a]!]!] === undefined) continue
      most[q * amounts.width + a] = ledger.deserved[q * amounts.width + a]!
    }
  }
  const bounds = { floor, most }
  const now = sumKept(tree, amounts.width, bounds, ledger.physical)
  return { floor, most, now, later: sumKept(tree, amounts.width, bounds, ledger.alive), size }
}

/** What is free on open nodes, and what the queues hold already; so room that others of the nodes use is nobody's. */
function poolSize(state: SchedulerState, amounts: Amounts, fleet: Fleet, ledger: Ledger): Float64Array {
  const { nodes } = state
  const size = ledger.physical.slice(0, amounts.width)
  for (let n = 0; n < fleet.count; n++) {
    if (fleet.isOpen[n] === 0) continue
    const row = fleet.node[n]! * state.width
    for (let a = 0; a < amounts.width; a++) {
      if (a === amounts.shared) continue
      const r = row + amounts.resource[a]!
      size[a]! += Math.max(0, nodes.allocatable[r]! - nodes.used[r]!)
    }
  }
  return size
}

/** What every queue keeps when it holds `held`, from the leaves upward. */
export function sumKept(
  tree: QueueTree,
  width: number,
  bounds: Pick<Lending, 'floor' | 'most'>,
  held: Float64Array,
): Kept {
  const empty = (): Float64Array => new Float64Array(held.length)
  const kept: Kept = { own: empty(), children: empty(), within: empty(), withinChildren: empty() }
  for (let q = tree.count - 1; q >= 1; q--) settleQueue(tree, width, bounds, held, kept, q)
  return kept
}

/** Brings one side of the books up to date after what a leaf holds changed. */
export function settleKept(tree: QueueTree, ledger: Ledger, held: Float64Array, kept: Kept, leaf: number): void {
  for (let q = leaf; q > 0; q = tree.parent[q]!) settleQueue(tree, ledger.width, ledger.lending!, held, kept, q)
}

function settleQueue(
  tree: QueueTree,
  width: number,
  { floor, most }: Pick<Lending, 'floor' | 'most'>,
  held: Float64Array,
  kept: Kept,
  q: number,
): void {
  for (let a = 0; a < width; a++) {
    const index = q * width + a
    const above = tree.parent[q]! * width + a
    const within = withinOf(floor[index]!, held[index]!, kept.withinChildren[index]!)
    const own = keepsOf(floor[index]!, most[index]!, held[index]!, kept.children[index]!, within)
    kept.withinChildren[above]! += within - kept.within[index]!
    kept.within[index] = within
    kept.children[above]! += own - kept.own[index]!
    kept.own[index] = own
  }
}

function withinOf(floor: number, held: number, withinChildren: number): number {
  return Math.max(withinChildren, Math.min(held, floor))
}

function keepsOf(floor: number, most: number, held: number, children: number, within: number): number {
  return Math.max(0, Math.min(Math.max(children, floor - held), most - within))
}

/**
 * Where one workload of class `k` more would go into room that others keep: an index into the ledger's rows, which names the
 * queue whose children (for queue 0: the departments) keep it, and the resource; -1 when it does not. What a queue keeps for
 * itself is never in its own way.
 */
export function lendObstacle(tree: QueueTree, work: Work, ledger: Ledger, k: number, isLater: boolean): number {
  const { width, lending, limit } = ledger
  if (lending === undefined) return -1
  const held = isLater ? ledger.alive : ledger.physical
  const kept = isLater ? lending.later : lending.now
  for (let a = 0; a < width; a++) {
    const demand = work.demand[k * width + a]!
    if (demand === 0) continue
    // What changes for the queue above: in what its children keep, and in what they hold of it.
    let change = 0
    let moved = 0
    for (let q = work.leaf[k]!; q >= 0; q = tree.parent[q]!) {
      const index = q * width + a
      const children = kept.children[index]! + change
      const after = held[index]! + demand
      const most = q === 0 ? lending.size[a]! : limit[index]!
      if (children > 0 && demand + change > 0 && after + children > most) return index
      if (q === 0) break
      const within = withinOf(lending.floor[index]!, after, kept.withinChildren[index]! + moved)
      change = keepsOf(lending.floor[index]!, lending.most[index]!, after, children, within) - kept.own[index]!
      moved = within - kept.within[index]!
    }
  }
  return -1
}

/** Whether a queue on the way up from `leaf` holds, or lets others hold, room that others keep; for what class `k` asks. */
export function isIntoKept(tree: QueueTree, work: Work, ledger: Ledger, k: number): boolean {
  const { width, lending, limit, alive } = ledger
  if (lending === undefined) return false
  for (let q = work.leaf[k]!; q >= 0; q = tree.parent[q]!) {
    for (let a = 0; a < width; a++) {
      const index = q * width + a
      const children = lending.later.children[index]!
      if (work.demand[k * width + a] === 0 || children === 0) continue
      if (alive[index]! + children > (q === 0 ? lending.size[a]! : limit[index]!)) return true
    }
  }
  return false
}
