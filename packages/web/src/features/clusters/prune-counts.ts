/** How many items of how many an agent would not remove, by its own words; nothing when those say something else. */
export function pruneCounts(refusal: string | null): { removed: number; held: number } | undefined {
  const [, removed, held] = /remove (\d+) of (\d+) items/.exec(refusal ?? '') ?? []
  return removed === undefined || held === undefined ? undefined : { removed: Number(removed), held: Number(held) }
}
