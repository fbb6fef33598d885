/** Sum by resource name. */
export function addAmounts(lists: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const list of lists) {
    for (const [name, amount] of Object.entries(list)) sum[name] = (sum[name] ?? 0) + amount
  }
  return sum
}

/** Each amount times `factor`. */
export function multiplyAmounts(amounts: Readonly<Record<string, number>>, factor: number): Record<string, number> {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, amount * factor]))
}
