import type { Line } from './pending.ts'

/** What stands in one row of the list: the head of a line, or the workload with this number among all matches. */
export type LineRow = { head: Line; number?: undefined } | { head: Line; number: number }

export interface LineLayout {
  /** Rows altogether: a head for each line, and its workloads. */
  count: number
  at: (index: number) => LineRow | undefined
}

/** Lines under each other, each under a head, without a list of all their rows: there may be a hundred thousand. */
export function layoutLines(lines: readonly Line[]): LineLayout {
  const starts: number[] = []
  let count = 0
  for (const line of lines) {
    starts.push(count)
    count += line.count + 1
  }
  return {
    count,
    at: (index) => {
      if (index < 0 || index >= count) return undefined
      const which = lastAtMost(starts, index)
      const head = lines[which]
      const start = starts[which]
      if (head === undefined || start === undefined) return undefined
      // Before it stand its own head and those of the lines in front.
      return index === start ? { head } : { head, number: index - which - 1 }
    },
  }
}

/** Where in ascending numbers the last one stands that is not above the value. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((ascending[middle] ?? Infinity) <= value) low = middle
    else high = middle - 1
  }
  return low
}
