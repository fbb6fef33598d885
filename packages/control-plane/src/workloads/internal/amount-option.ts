/** An amount as options of the command line read it; exact. `null` is without bound. */
export function amountOption(resource: string, amount: number | null): string {
  if (amount === null) return 'unlimited'
  if (resource === 'gpu') return String(amount / 1_000)
  if (resource === 'cpu') return amount % 1_000 === 0 ? String(amount / 1_000) : `${amount}m`
  if (resource !== 'memory') return String(amount)
  return amount % 1_024 === 0 ? `${amount / 1_024}Gi` : `${amount}Mi`
}

/** A word as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
