import type { QueueTree } from '../round/queue-tree.ts'
import { RUNNING, STOPPING, type Work } from '../round/work.ts'
import type { Amounts } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'

/**
 * What single users hold in queues that limit them. One slot for each pair of a user and such a queue; rows of `width` for each
 * slot, `Infinity` for "without bound".
 */
export interface UserBooks {
  width: number
  count: number
  /** Slots of class k, from the leaf upward: `slots[slotStart[k]]` to `slots[slotStart[k + 1] - 1]`. */
  slotStart: Int32Array
  slots: Int32Array
  /** By slot. */
  queue: Int32Array
  user: Int32Array
  limit: Float64Array
  /** The same two sides as in the ledger. */
  physical: Float64Array
  alive: Float64Array
  /** What the user's preemptible work waits for, as far as it could ever run. */
  asked: Float64Array
}

/** By local queue, 1 when it or a queue above it limits users in the pool; undefined when none does, which costs nothing. */
export function limitsUsers(state: SchedulerState, tree: QueueTree, pool: number): Uint8Array | undefined {
  const poolId = state.pools.table.ids[pool]!
  let marks: Uint8Array | undefined
  for (let q = 1; q < tree.count; q++) {
    const limits = state.queues.upserts[tree.queue[q]!]!.pools[poolId]?.userLimits
    if (limits === undefined && marks?.[tree.parent[q]!] !== 1) continue
    marks ??= new Uint8Array(tree.count)
    marks[q] = 1
  }
  return marks
}

/** Opens a slot for each user and queue on the way up from their classes, and books what runs. */
export function openUserBooks(
  state: SchedulerState,
  pool: number,
  tree: QueueTree,
  amounts: Amounts,
  work: Work,
): UserBooks | undefined {
  if (work.user === undefined) return undefined
  const { width } = amounts
  const poolId = state.pools.table.ids[pool]!
  const slotOf = new Map<number, number>()
  const slotStart = new Int32Array(work.classCount + 1)
  const slots: number[] = []
  const queue: number[] = []
  const user: number[] = []
  for (let k = 0; k < work.classCount; k++) {
    slotStart[k] = slots.length
    if (work.user[k] === -1) continue
    for (let q = work.home[k]!; q > 0; q = tree.parent[q]!) {
      if (state.queues.upserts[tree.queue[q]!]!.pools[poolId]?.userLimits === undefined) continue
      const key = work.user[k]! * tree.count + q
      let slot = slotOf.get(key)
      if (slot === undefined) {
        slot = queue.push(q) - 1
        user.push(work.user[k]!)
        slotOf.set(key, slot)
      }
      slots.push(slot)
    }
  }
  slotStart[work.classCount] = slots.length
  const books: UserBooks = {
    width,
    count: queue.length,
    slotStart,
    slots: Int32Array.from(slots),
    queue: Int32Array.from(queue),
    user: Int32Array.from(user),
    limit: new Float64Array(queue.length * width).fill(Infinity),
    physical: new Float64Array(queue.length * width),
    alive: new Float64Array(queue.length * width),
    asked: new Float64Array(queue.length * width),
  }
  readLimits(state, poolId, tree, amounts, books)
  for (let at = 0; at < work.count; at++) {
    const status = work.status[at]
    if (status === RUNNING || status === STOPPING) bookUser(work, books, books.physical, work.class[at]!, 1)
    if (status === RUNNING) bookUser(work, books, books.alive, work.class[at]!, 1)
  }
  return books
}

function readLimits(state: SchedulerState, poolId: string, tree: QueueTree, amounts: Amounts, books: UserBooks): void {
  for (let slot = 0; slot < books.count; slot++) {
    const limits = state.queues.upserts[tree.queue[books.queue[slot]!]!]!.pools[poolId]!.userLimits!
    for (let a = 0; a < books.width; a++) {
      if (a === amounts.shared) continue
      const name = state.resourceNames[amounts.resource[a]!]!
      books.limit[slot * books.width + a] = limits[name] ?? Infinity
    }
  }
}

/** Adds `sign` times the demand of class `k` to what its user holds, in every queue that limits users. */
export function bookUser(work: Work, books: UserBooks, column: Float64Array, k: number, sign: number): void {
  const { width, slots, slotStart } = books
  for (let i = slotStart[work.base[k]!]!; i < slotStart[work.base[k]! + 1]!; i++) {
    const row = slots[i]! * width
    for (let a = 0; a < width; a++) column[row + a]! += sign * work.demand[k * width + a]!
  }
}

/** The first slot, from the leaf upward, where `held` and `count` workloads of class `k` go beyond a limit; -1: none. */
export function userObstacle(
  work: Work,
  books: UserBooks | undefined,
  k: number,
  isLater: boolean,
  count: 0 | 1 = 1,
): number {
  if (books === undefined) return -1
  const { width, slots, slotStart, limit } = books
  const held = isLater ? books.alive : books.physical
  for (let i = slotStart[work.base[k]!]!; i < slotStart[work.base[k]! + 1]!; i++) {
    const row = slots[i]! * width
    for (let a = 0; a < width; a++) {
      const demand = work.demand[k * width + a]!
      if (demand > 0 && held[row + a]! + count * demand > limit[row + a]!) return slots[i]!
    }
  }
  return -1
}
