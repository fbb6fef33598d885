import { DEFAULT_QUOTA, type Quota } from '../delta.ts'
import type { QueueTree } from '../round/queue-tree.ts'
import { NOMINATED, RUNNING, STOPPING, WAITING, type Amounts, type Work } from '../round/work.ts'
import type { SchedulerState } from '../state/state.ts'

/**
 * What every queue is owed and holds in one pool, its whole subtree counted. Rows of `width` for each queue; the root (0) is
 * the pool. `Infinity` stands for "without bound".
 */
export interface Ledger {
  width: number
  deserved: Float64Array
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
}

/** Reads the quotas and books what the pool's work holds. A run counts in full, whether its nodes are known or not. */
export function openLedger(state: SchedulerState, pool: number, tree: QueueTree, amounts: Amounts, work: Work): Ledger {
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
  }
  readQuotas(state, state.pools.table.ids[pool]!, tree, amounts, ledger)
  bookWork(tree, work, ledger)
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
}

function readQuotas(state: SchedulerState, poolId: string, tree: QueueTree, amounts: Amounts, ledger: Ledger): void {
  for (let q = 1; q < tree.count; q++) {
    const entry = state.queues.upserts[tree.queue[q]!]!.pools[poolId]
    ledger.rank[q] = entry?.rank ?? 0
    for (let a = 0; a < amounts.width; a++) {
      if (a === amounts.shared) continue
      const name = state.resourceNames[amounts.resource[a]!]!
      const quota = entry?.quotas[name] ?? defaultQuota(name)
      const index = q * amounts.width + a
      ledger.deserved[index] = quota.deserved ?? Infinity
      ledger.limit[index] = quota.limit ?? Infinity
      ledger.weight[index] = Math.max(0, quota.weight)
      if (ledger.usage !== undefined) ledger.usage[index] = entry?.usage?.[name] ?? 0
    }
  }
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
