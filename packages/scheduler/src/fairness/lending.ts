import type { Fleet } from '../round/fleet.ts'
import type { QueueTree } from '../round/queue-tree.ts'
import type { Amounts, Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import type { Ledger } from './ledger.ts'

/**
 * What queues keep for themselves. A queue with a `lendLimit` keeps free what it deserves, less that limit, less what it holds;
 * a queue above keeps at least what its children keep, as far as it deserves that itself. Rows as in the ledger.
 */
export interface Lending {
  /** What a queue keeps, what it holds included: deserved less `lendLimit`; 0 where it lends everything. */
  floor: Float64Array
  /** Going by `physical` and by `alive`. */
  now: Kept
  later: Kept
  /** What all queues of the pool can hold together, by resource. */
  size: Float64Array
}

export interface Kept {
  /** Kept free for the queue. */
  own: Float64Array
  /** Sum over its children. */
  children: Float64Array
}

/** Undefined when no queue of the pool keeps anything, which costs nothing. */
export function openLending(
  state: SchedulerState,
  tree: QueueTree,
  amounts: Amounts,
  fleet: Fleet,
  ledger: Ledger,
  floor: Float64Array | undefined,
): Lending | undefined {
  if (floor === undefined) return undefined
  const size = poolSize(state, amounts, fleet, ledger)
  const length = ledger.physical.length
  function open(held: Float64Array): Kept {
    const kept: Kept = { own: new Float64Array(length), children: new Float64Array(length) }
    sumKept(tree, ledger, floor!, held, kept)
    return kept
  }
  return { floor, now: open(ledger.physical), later: open(ledger.alive), size }
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

/** Fills in what every queue keeps when it holds `held`, from the leaves upward. */
export function sumKept(tree: QueueTree, ledger: Ledger, floor: Float64Array, held: Float64Array, kept: Kept): void {
  const { width, deserved } = ledger
  for (let q = tree.count - 1; q >= 1; q--) {
    for (let a = 0; a < width; a++) {
      const index = q * width + a
      const own = keepsOf(floor[index]!, deserved[index]!, held[index]!, kept.children[index]!)
      kept.own[index] = own
      kept.children[tree.parent[q]! * width + a]! += own
    }
  }
}

/** What a queue keeps: its floor or what its children keep, whichever is more, and no more than it deserves. */
function keepsOf(floor: number, deserved: number, held: number, children: number): number {
  const most = Math.max(children, floor - held)
  return most > 0 ? Math.min(most, Math.max(0, deserved - held)) : 0
}

/** Brings one side of the books up to date after what a leaf holds changed. */
export function settleKept(tree: QueueTree, ledger: Ledger, held: Float64Array, kept: Kept, leaf: number): void {
  const { width, deserved } = ledger
  const { floor } = ledger.lending!
  for (let q = leaf; q > 0; q = tree.parent[q]!) {
    for (let a = 0; a < width; a++) {
      const index = q * width + a
      const own = keepsOf(floor[index]!, deserved[index]!, held[index]!, kept.children[index]!)
      kept.children[tree.parent[q]! * width + a]! += own - kept.own[index]!
      kept.own[index] = own
    }
  }
}

/**
 * Where one workload of class `k` more would go into room that others keep: an index into the ledger's rows, which names the
 * queue whose children (for queue 0: the departments) keep it, and the resource; -1 when it does not. What a queue keeps for
 * itself is never in its own way.
 */
export function lendObstacle(tree: QueueTree, work: Work, ledger: Ledger, k: number, isLater: boolean): number {
  const { width, lending, deserved, limit } = ledger
  if (lending === undefined) return -1
  const held = isLater ? ledger.alive : ledger.physical
  const kept = isLater ? lending.later : lending.now
  for (let a = 0; a < width; a++) {
    const demand = work.demand[k * width + a]!
    if (demand === 0) continue
    let change = 0
    for (let q = work.leaf[k]!; q >= 0; q = tree.parent[q]!) {
      const index = q * width + a
      const children = kept.children[index]! + change
      const after = held[index]! + demand
      const most = q === 0 ? lending.size[a]! : limit[index]!
      if (children > 0 && demand + change > 0 && after + children > most) return index
      if (q > 0) change = keepsOf(lending.floor[index]!, deserved[index]!, after, children) - kept.own[index]!
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
