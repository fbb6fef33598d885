export type SortValue = string | number | null | undefined

/** Ascending; what is not known comes first here, so that it ends up last when the largest are asked for. Numbers in names count as numbers. */
export function compareValues(a: SortValue, b: SortValue): number {
  const isNoA = a === null || a === undefined
  const isNoB = b === null || b === undefined
  if (isNoA || isNoB) return isNoA === isNoB ? 0 : isNoA ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return names.compare(String(a), String(b))
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
