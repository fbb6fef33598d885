import type { Figure } from './budgets.ts'

/** Every figure beside its budget, for people. */
export function showTable(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ what }) => what.length))
  const lines = figures.map(({ what, value, unit, limit, isHard, isFloor }) => {
    const isGood = isFloor ? value >= limit : value <= limit
    const mark = isGood ? 'ok  ' : isHard ? 'FAIL' : 'slow'
    return `  ${mark}  ${what.padEnd(width)}  ${String(value).padStart(8)} ${unit}, ${isFloor ? 'at least' : 'at most'} ${limit}`
  })
  return `\n${lines.join('\n')}\n`
}
