import type { QueueTree } from '../round/queue-tree.ts'
import type { Amounts } from '../round/work.ts'
import { CPU, GPU, GPU_DEVICE, MEMORY } from '../state/resources.ts'
import type { Ledger } from './ledger.ts'
import { sumKept, type Kept } from './lending.ts'
import { beyondUserLimits } from './user-demand.ts'
import { waterFill, type Claims } from './water-fill.ts'

/** Whole units in which shares are handed out: a GPU, a core, a GiB, one piece of anything else. */
export function shareUnit(resource: number): number {
  if (resource === GPU) return GPU_DEVICE
  if (resource === CPU) return 1_000
  return resource === MEMORY ? 1_024 : 1
}

/**
 * Divides the pool top-down, resource by resource: to every queue first what it is owed, the lesser of `deserved` and what it
 * requests; then what is left over by rank and weight. Where the owed sums exceed what there is (quotas promise more than the
 * pool or the department has), they shrink in proportion. So children never add up to more than their parent.
 *
 * A resource without a deserved quota anywhere on the way to the root is not governed: its `share` is infinite.
 */
export function divideShares(
  tree: QueueTree,
  amounts: Amounts,
  ledger: Ledger,
  capacity: Float64Array,
  k: number | undefined,
): void {
  const { width } = ledger
  sumRequests(tree, ledger)
  const kept = keptOfRequests(tree, ledger)
  for (let a = 0; a < width; a++) {
    ledger.orderShare[a] = capacity[a]!
    const unit = shareUnit(amounts.resource[a]!)
    for (let q = 0; q < tree.count; q++) if (tree.isLeaf[q] === 0) divideAmong(tree, ledger, q, a, unit, k, kept)
  }
}

/** Adds up what is asked for, from the leaves upward, as far as limits of queues and users let it be held. */
function sumRequests(tree: QueueTree, ledger: Ledger): void {
  const { width, requested, limit, physical } = ledger
  const idle = ledger.users === undefined ? undefined : beyondUserLimits(tree, ledger)
  for (let q = tree.count - 1; q >= 1; q--) {
    for (let a = 0; a < width; a++) {
      const index = q * width + a
      if (idle !== undefined) requested[index] = Math.max(physical[index]!, requested[index]! - idle[index]!)
      requested[index] = Math.min(requested[index]!, limit[index]!)
      requested[tree.parent[q]! * width + a]! += requested[index]!
    }
  }
}

/** What queues would keep if everybody held what they ask for: no part of what is left over. */
function keptOfRequests(tree: QueueTree, ledger: Ledger): Kept | undefined {
  if (ledger.lending === undefined) return undefined
  return sumKept(tree, ledger.width, ledger.lending, ledger.requested)
}

function divideAmong(
  tree: QueueTree,
  ledger: Ledger,
  parent: number,
  a: number,
  unit: number,
  k: number | undefined,
  kept: Kept | undefined,
): void {
  const { width } = ledger
  const start = tree.childStart[parent]!
  const count = tree.childStart[parent + 1]! - start
  const available = ledger.orderShare[parent * width + a]!
  const claims = emptyClaims(count)
  if (ledger.usage !== undefined && k !== undefined) {
    claims.usage = new Float64Array(count)
    claims.k = k
  }
  const owed = new Float64Array(count)
  let owedSum = 0
  for (let i = 0; i < count; i++) {
    const q = tree.children[start + i]!
    const index = q * width + a
    const deserved = ledger.deserved[index]!
    owed[i] = deserved === Infinity ? 0 : Math.min(deserved, ledger.requested[index]!)
    owedSum += owed[i]!
    claims.wanted[i] = ledger.requested[index]!
    claims.weight[i] = ledger.weight[index]!
    claims.rank[i] = ledger.rank[q]!
    if (claims.usage !== undefined) claims.usage[i] = ledger.usage![index]!
  }
  if (owedSum > available) shrink(claims, owed, available, unit)
  else {
    for (let i = 0; i < count; i++) {
      claims.given[i] = owed[i]!
      claims.wanted[i]! -= owed[i]!
    }
    const keeps = kept === undefined ? 0 : kept.children[parent * width + a]! - kept.own[parent * width + a]!
    waterFill(claims, available - owedSum - keeps, unit)
  }
  for (let i = 0; i < count; i++) {
    const index = tree.children[start + i]! * width + a
    ledger.orderShare[index] = claims.given[i]!
    const isGoverned = ledger.deserved[index] !== Infinity || ledger.share[parent * width + a] !== Infinity
    ledger.share[index] = isGoverned ? claims.given[i]! : Infinity
  }
}

/** Gives each a part of `available` in proportion to what it is owed, and not more than that. */
function shrink(claims: Claims, owed: Float64Array, available: number, unit: number): void {
  const parts = emptyClaims(owed.length)
  parts.wanted.set(owed)
  parts.weight.set(owed)
  waterFill(parts, available, unit)
  claims.given.set(parts.given)
}

function emptyClaims(count: number): Claims {
  return {
    wanted: new Float64Array(count),
    weight: new Float64Array(count),
    rank: new Float64Array(count),
    given: new Float64Array(count),
  }
}
