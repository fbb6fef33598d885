import { bookAlive } from '../fairness/ledger.ts'
import { shiftLater } from '../round/open-round.ts'
import type { Round } from '../round/round.ts'
import { NOMINEE, PLACED, RUNNING, VICTIM } from '../round/work.ts'
import { GPU, GPU_DEVICE } from '../state/resources.ts'
import type { Branches } from './branches.ts'
import type { SoonSearch } from './find-soon.ts'
import type { MinRuntimes } from './min-runtime.ts'
import type { Walk } from './walk.ts'

/**
 * Runs that may be taken in this round, and the books about taking them. Positions are those of the serving order. Only
 * evictable runs are listed: preemptible, past the least minimum runtime that may count for them, on nodes that listen. All
 * lists put first what should go first: the run furthest beyond what its queue is owed.
 */
export interface Evictions {
  /** Its queue's share is used up by runs that its queue serves before it; see `markOver`. */
  isOver: Uint8Array
  minRuntimes: MinRuntimes | undefined
  /**
   * Evictable runs of leaf q, or those below queue q that are over: `scope[scopeStart[q]]` to `scope[scopeStart[q + 1] -
   * 1]`.
   */
  scope: Int32Array
  scopeStart: Int32Array
  /** By position: 1 once its taking was settled by an attempt that succeeded; searches need not look at it again. */
  isSettled: Uint8Array
  /** By index of `scope`: none before this index is worth a look; 0 where nobody found out. */
  skipTo: Int32Array
  /** Of lists and queues below them, those that a search asked for; see `branchesOf`. */
  branches: Map<number, Branches>
  /** By number of a constraint: whether it bars an open node; -1 where nobody asked. */
  isChoosy: Int8Array
  /** The search under way. */
  walk: Walk
  /** Place among all evictable runs, the first to go first. */
  order: Int32Array
  /** Evictable runs on a node. */
  onNode: Int32Array
  onNodeStart: Int32Array
  onNodeLeaf: Int32Array
  /** Room of evictable runs that were not taken, rows for each node. */
  evictableRoom: Float64Array
  /** Nodes where more will be free than is free; a node is named again whenever still more comes free. */
  soon: number[]
  soonSearch: SoonSearch
  /** Part of each leaf's share that runs before `pointer` use rightfully. */
  rightful: Float64Array
  pointer: Int32Array
  /** By class: where its search through `scope` may start, and in which queue's list. */
  resume: Int32Array
  resumeScope: Int32Array
  /** By node: the search that looked at it last. */
  lookedAt: Int32Array
  searches: number
  /** Taken by the attempt under way. */
  taken: number[]
}

/** The first index of `scope` from `i` on whose run may still be there to take. Shortens the way for the next search. */
export function nextOpen({ scope, isSettled, skipTo }: Evictions, i: number): number {
  let open = i
  while (open < scope.length && isSettled[scope[open]!] === 1) open = Math.max(open + 1, skipTo[open]!)
  for (let passed = i; passed < open;) {
    const next = Math.max(passed + 1, skipTo[passed]!)
    skipTo[passed] = open
    passed = next
  }
  return open
}

/** Holds room, or will. */
export function isStanding(status: number): boolean {
  return status === RUNNING || status === PLACED || status === NOMINEE
}

/** Whether class `k` fits into what `used` leaves of a queue's share, in every governed resource that it asks for. */
export function coveredBy(round: Round, q: number, k: number, used: Float64Array): boolean {
  const { width, share } = round.ledger
  for (let a = 0; a < width; a++) {
    const demand = round.work.demand[k * width + a]!
    if (demand > 0 && used[q * width + a]! + demand > share[q * width + a]!) return false
  }
  return true
}

/** Takes a run in memory: its room comes free later, and its queue holds less. */
export function evict(round: Round, evictions: Evictions, at: number): void {
  move(round, evictions, at, 1)
  round.work.status[at] = VICTIM
}

/** {@link evict} for the attempt under way. */
export function take(round: Round, evictions: Evictions, at: number): void {
  evict(round, evictions, at)
  evictions.taken.push(at)
}

/** Undoes {@link evict}. */
export function restore(round: Round, evictions: Evictions, at: number): void {
  move(round, evictions, at, -1)
  round.work.status[at] = RUNNING
}

function move(round: Round, evictions: Evictions, at: number, sign: 1 | -1): void {
  const { state, tree, work, ledger, fleet } = round
  const { slotStart, slotCount, slab } = state.workloads
  const workload = work.workload[at]!
  const k = work.class[at]!
  shiftLater(state, fleet, work, at, sign)
  shiftEvictable(round, evictions, at, sign === 1 ? -1 : 1)
  bookAlive(tree, work, ledger, k, sign === 1 ? -1 : 1)
  if (sign === -1) return
  for (let i = 0; i < slotCount[workload]!; i++) {
    evictions.soon.push(fleet.local[slab.values[slotStart[workload]! + i]!]!)
  }
}

/** Adds `sign` times the room of a run to what could be taken on its nodes. */
export function shiftEvictable(round: Round, evictions: Evictions, at: number, sign: 1 | -1): void {
  const { state, work, fleet } = round
  const { slotStart, slotCount, slab } = state.workloads
  const workload = work.workload[at]!
  const row = work.class[at]! * fleet.width
  for (let i = 0; i < slotCount[workload]!; i++) {
    const node = fleet.local[slab.values[slotStart[workload]! + i]!]!
    for (let a = 0; a < fleet.width; a++) {
      // A part that goes may set a whole device free, and a whole device may be shared by others.
      const isGpu =
        fleet.devices !== undefined && round.amounts.resource[a] === GPU && work.wantsGpu[work.class[at]!] === 1
      const amount = isGpu ? Math.max(GPU_DEVICE, work.need[row + a]!) : work.need[row + a]!
      evictions.evictableRoom[node * fleet.width + a]! += sign * amount
    }
  }
}
