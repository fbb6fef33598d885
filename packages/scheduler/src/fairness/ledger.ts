import { DEFAULT_QUOTA, type Quota } from '../delta.ts'
import type { Fleet } from '../round/fleet.ts'
import type { QueueTree } from '../round/queue-tree.ts'
import { NOMINATED, RUNNING, STOPPING, WAITING, type Amounts, type Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'
import { openLending, settleKept, type Lending } from './lending.ts'
import { bookUser, openUserBooks, type UserBooks } from './user-books.ts'

/**
 * What every queue is owed and holds in one pool, its whole subtree counted. Rows of `width` for each queue; the root (0) is
 * the pool. `Infinity` stands for "without bound".
 */
export interface Ledger {
  width: number
  deserved: Float64Array
  /** The lesser of the limit and of deserved with what may be borrowed above it. */
  limit: Float64Array
  weight: Float64Array
  rank: Float64Array
  /** Past use, 0 to 1; undefined unless the pool is time-based. */
  usage: Float64Array | undefined
  /** Held at this moment: every run, stopping ones and this round's victims included, and this round's assignments. */
  physical: Float64Array
  /** Held once all that is going has gone: without stopping runs and victims, with nominations. */
  alive: Float64Array
  /** Part of `physical` that is not preemptible, and nominations that will not be. */
  fixed: Float64Array
  /** Held or waited for, so far as the queue could ever hold it. */
  requested: Float64Array
  /** Entitlement of the round: a queue at or under it loses nothing to others. Infinite where no quota governs the resource. */
  share: Float64Array
  /** `share`, but finite everywhere: what the order of queues is measured by. */
  orderShare: Float64Array
  /** Undefined unless somebody keeps part of what it deserves from being lent. */
  lending: Lending | undefined
  /** Undefined unless somebody limits what single users hold. */
  users: UserBooks | undefined
}

/** Reads the quotas and books what the pool's work holds. A run counts in full, whether its nodes are known or not. */
export function openLedger(
  state: SchedulerState,
  pool: number,
  tree: QueueTree,
  amounts: Amounts,
  work: Work,
  fleet: Fleet,
): Ledger {
  const { width } = amounts
  const size = tree.count * width
  const isTimeBased = state.pools.upserts[pool]?.timeBased !== undefined
  const ledger: Ledger = {
    width,
    deserved: new Float64Array(size).fill(Infinity),
    limit: new Float64Array(size).fill(Infinity),
    weight: new Float64Array(size),
    rank: new Float64Array(tree.count),
    usage: isTimeBased ? new Float64Array(size) : undefined,
    physical: new Float64Array(size),
    alive: new Float64Array(size),
    fixed: new Float64Array(size),
    requested: new Float64Array(size),
    share: new Float64Array(size).fill(Infinity),
    orderShare: new Float64Array(size),
    lending: undefined,
    users: openUserBooks(state, pool, tree, amounts, work),
  }
  const floor = readQuotas(state, state.pools.table.ids[pool]!, tree, amounts, ledger)
  bookWork(tree, work, ledger)
  ledger.lending = openLending(state, pool, tree, amounts, fleet, ledger, floor)
  return ledger
}

/** Adds `sign` times one row of `from` to a queue and all its ancestors in `column`. */
export function book(
  tree: QueueTree,
  column: Float64Array,
  width: number,
  queue: number,
  from: Float64Array,
  row: number,
  sign: number,
): void {
  for (let q = queue; q >= 0; q = tree.parent[q]!) {
    for (let a = 0; a < width; a++) column[q * width + a]! += sign * from[row + a]!
  }
}

/** Books one started workload of class `k`, in one walk: this runs for every placement. */
export function bookStart(tree: QueueTree, work: Work, ledger: Ledger, k: number): void {
  const { width, physical, alive, fixed } = ledger
  const isFixed = work.preemptible[k] === 0
  for (let q = work.leaf[k]!; q >= 0; q = tree.parent[q]!) {
    for (let a = 0; a < width; a++) {
      const demand = work.demand[k * width + a]!
      const index = q * width + a
      physical[index]! += demand
      alive[index]! += demand
      if (isFixed) fixed[index]! += demand
    }
  }
  const { lending, users } = ledger
  if (lending !== undefined) {
    settleKept(tree, ledger, physical, lending.now, work.leaf[k]!)
    settleKept(tree, ledger, alive, lending.later, work.leaf[k]!)
  }
  if (users === undefined) return
  bookUser(work, users, users.physical, k, 1)
  bookUser(work, users, users.alive, k, 1)
}

/** Books (`sign` 1) or unbooks (-1) one workload of class `k` as held once all that is going has gone. */
export function bookAlive(tree: QueueTree, work: Work, ledger: Ledger, k: number, sign: 1 | -1): void {
  const { alive, width, lending, users } = ledger
  book(tree, alive, width, work.leaf[k]!, work.demand, k * width, sign)
  if (lending !== undefined) settleKept(tree, ledger, alive, lending.later, work.leaf[k]!)
  if (users !== undefined) bookUser(work, users, users.alive, k, sign)
}

/** Returns what every queue keeps whatever it holds; undefined when nobody keeps anything. */
function readQuotas(
  state: SchedulerState,
  poolId: string,
  tree: QueueTree,
  amounts: Amounts,
  ledger: Ledger,
): Float64Array | undefined {
  let floor: Float64Array | undefined
  for (let q = 1; q < tree.count; q++) {
    const entry = state.queues.upserts[tree.queue[q]!]!.pools[poolId]
    ledger.rank[q] = entry?.rank ?? 0
    for (let a = 0; a < amounts.width; a++) {
      if (a === amounts.shared) continue
      const name = state.resourceNames[amounts.resource[a]!]!
      const quota = entry?.quotas[name] ?? defaultQuota(name)
      const index = q * amounts.width + a
      ledger.deserved[index] = quota.deserved ?? Infinity
      ledger.limit[index] = Math.min(quota.limit ?? Infinity, borrowBound(quota))
      ledger.weight[index] = Math.max(0, quota.weight)
      if (ledger.usage !== undefined) ledger.usage[index] = entry?.usage?.[name] ?? 0
      const keeps = floorOf(quota)
      if (keeps === 0) continue
      floor ??= new Float64Array(ledger.deserved.length)
      floor[index] = keeps
    }
  }
  return floor
}

/** What a queue may hold at most by its `borrowLimit`. */
export function borrowBound({ deserved, borrowLimit }: Quota): number {
  return (deserved ?? Infinity) + Math.max(0, borrowLimit ?? Infinity)
}

/** What a queue keeps whatever it holds: deserved less `lendLimit`. A queue that deserves without bound lends everything. */
export function floorOf({ deserved, lendLimit }: Quota): number {
  return Math.max(0, (deserved ?? 0) - Math.max(0, lendLimit ?? Infinity))
}

/** The quota of a resource that a queue does not name. */
export function defaultQuota(resource: string): Quota {
  return resource === 'cpu' || resource === 'memory' ? DEFAULT_QUOTA[resource] : DEFAULT_QUOTA.other
}

function bookWork(tree: QueueTree, work: Work, ledger: Ledger): void {
  const running = new Int32Array(work.classCount)
  const stopping = new Int32Array(work.classCount)
  for (let at = 0; at < work.count; at++) {
    const k = work.class[at]!
    const status = work.status[at]!
    if (status === RUNNING || status === STOPPING) running[k]! += 1
    if (status === STOPPING) stopping[k]! += 1
    if (status === WAITING || status === NOMINATED) work.waitingCount[k]! += 1
  }
  const { width } = ledger
  for (let k = 0; k < work.classCount; k++) {
    const home = work.home[k]!
    if (home < 0 || running[k] === 0) continue
    book(tree, ledger.physical, width, home, work.demand, k * width, running[k]!)
    book(tree, ledger.alive, width, home, work.demand, k * width, running[k]! - stopping[k]!)
    if (work.preemptible[k] === 0) book(tree, ledger.fixed, width, home, work.demand, k * width, running[k]!)
  }
}
