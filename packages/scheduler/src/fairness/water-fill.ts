/** What siblings ask of one resource; index order is age, older first. All columns have one entry for each sibling. */
export interface Claims {
  /** Still wanted beyond what was given; counted down. */
  wanted: Float64Array
  /** Part in the surplus, relative to the others of the same rank; 0 gets nothing. */
  weight: Float64Array
  /** Higher is served until it wants no more before lower gets anything. */
  rank: Float64Array
  /** Given; counted up. */
  given: Float64Array
  /** Past use of the pool, 0 to 1; with `k` it bends the weights towards those who had less. */
  usage?: Float64Array
  k?: number
}

/**
 * Hands out `surplus` by rank, then by weight, in whole units: each round gives everybody the floor of their part, and once
 * nobody takes less than offered, the units left over go one each to the largest fractional remainders, ties to the older.
 * The rule is Run:ai's. Returns what nobody wanted.
 */
export function waterFill(claims: Claims, surplus: number, unit: number): number {
  let left = surplus
  const ranks = [...new Set(claims.rank)].sort((a, b) => b - a)
  for (const rank of ranks) {
    if (left <= 0) break
    left = fillRank(claims, rank, left, unit)
  }
  return left
}

function fillRank(claims: Claims, rank: number, surplus: number, unit: number): number {
  let left = surplus
  for (;;) {
    const hungry = hungryOf(claims, rank)
    if (hungry.length === 0 || left <= 0) return left
    const parts = partsOf(claims, hungry)
    const remainders = new Float64Array(hungry.length)
    const available = left
    let anySatisfied = false
    for (let i = 0; i < hungry.length; i++) {
      const claim = hungry[i]!
      const ideal = (available * parts[i]!) / unit
      // A part that is a whole number but for rounding errors is that number.
      const floor = Math.floor(ideal + 1e-9)
      remainders[i] = ideal - floor
      if (claims.wanted[claim]! < floor * unit) anySatisfied = true
      left -= give(claims, claim, floor * unit)
    }
    if (anySatisfied) continue
    const before = left
    const order = hungry.map((_, i) => i).filter((i) => parts[i]! > 0)
    order.sort((a, b) => remainders[b]! - remainders[a]! || a - b)
    for (const i of order) left -= give(claims, hungry[i]!, Math.min(unit, left))
    if (left === before) return left
  }
}

function give(claims: Claims, claim: number, offered: number): number {
  const taken = Math.max(0, Math.min(offered, claims.wanted[claim]!))
  claims.wanted[claim]! -= taken
  claims.given[claim]! += taken
  return taken
}

function hungryOf(claims: Claims, rank: number): number[] {
  const hungry: number[] = []
  for (let i = 0; i < claims.wanted.length; i++) {
    if (claims.rank[i] === rank && claims.wanted[i]! > 0 && claims.weight[i]! > 0) hungry.push(i)
  }
  return hungry
}

/** Parts of the hungry in the surplus, which sum to 1. */
function partsOf(claims: Claims, hungry: readonly number[]): Float64Array {
  const parts = new Float64Array(hungry.length)
  let total = 0
  for (const claim of hungry) total += claims.weight[claim]!
  for (let i = 0; i < hungry.length; i++) parts[i] = claims.weight[hungry[i]!]! / total
  const { usage, k = 0 } = claims
  if (usage === undefined || k === 0) return parts
  const bent = parts.map((part, i) => Math.max(0, part + k * (part - usage[hungry[i]!]!)))
  let sum = 0
  for (const part of bent) sum += part
  return sum > 0 ? bent.map((part) => part / sum) : parts
}
