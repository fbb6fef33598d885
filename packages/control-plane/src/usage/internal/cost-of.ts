/** A line of the price book as costs are reckoned by it. Times in milliseconds since the epoch. */
export interface PriceLine {
  gpuModel: string | null
  nodePoolId: string | null
  amount: number | null
  validFrom: number
}

/**
 * The price of an hour of a whole GPU at a moment. Of each model and pool the latest line that has begun holds; of what holds, the most
 * particular: pool and model, then pool, then model, then everything. `prices` are in the order in which they were written.
 */
export function priceAt(
  prices: readonly PriceLine[],
  { gpuModel, nodePoolId, at }: { gpuModel: string; nodePoolId: string; at: number },
): number | undefined {
  const holding = new Map<string, PriceLine>()
  for (const line of prices) {
    const isMeant =
      (line.gpuModel === null || line.gpuModel === gpuModel) &&
      (line.nodePoolId === null || line.nodePoolId === nodePoolId)
    if (!isMeant || line.validFrom > at) continue
    const key = `${line.gpuModel === null} ${line.nodePoolId === null}`
    const before = holding.get(key)
    if (!before || line.validFrom >= before.validFrom) holding.set(key, line)
  }
  const order = ['false false', 'true false', 'false true', 'true true']
  return order.map((key) => holding.get(key)?.amount).find((amount) => amount !== undefined && amount !== null)
}

/** GPU seconds of one model and pool in one period: a time in which no price changed. */
export interface CostRow extends Record<string, unknown> {
  id: string | null
  at: string | null
  model: string
  pool: string
  /** How many of `changes` had come by then. */
  period: number
  seconds: number
}

export interface Cost {
  cost: number | null
  unpriced: number
}

/** Costs by the name that `keyOf` gives to each row. */
export function costsOf(
  rows: readonly CostRow[],
  prices: readonly PriceLine[],
  changes: readonly number[],
  keyOf: (row: CostRow) => string,
): Map<string, Cost> {
  const costs = new Map<string, Cost>()
  for (const row of rows) {
    const at = changes[row.period - 1]
    const price = at === undefined ? undefined : priceAt(prices, { gpuModel: row.model, nodePoolId: row.pool, at })
    const hours = row.seconds / 3600
    const before = costs.get(keyOf(row)) ?? { cost: null, unpriced: 0 }
    costs.set(
      keyOf(row),
      price === undefined
        ? { ...before, unpriced: before.unpriced + hours }
        : { ...before, cost: (before.cost ?? 0) + hours * price },
    )
  }
  return new Map(
    [...costs].map(([key, { cost, unpriced }]) => [
      key,
      { cost: cost === null ? null : Math.round(cost * 100) / 100, unpriced: Math.round(unpriced * 1000) / 1000 },
    ]),
  )
}
