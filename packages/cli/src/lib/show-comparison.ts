import type { Comparison, ComparisonRow } from '@fairlead/sdk'
import { amount, percent } from '../output/amounts.ts'
import { table } from '../output/table.ts'
import { local, span } from '../output/times.ts'
import type { App } from '../session/app.ts'

/** Jobs as columns, with a mark at each line in which they differ. */
export function showComparison(app: App, { items, rows }: Comparison): string {
  if (rows.length === 0) return 'There is nothing to compare.\n'
  return table(
    rows,
    [
      { title: '', value: (row) => (row.differs ? '*' : ' ') },
      { title: 'FIELD', value: (row) => row.name, elastic: 3 },
      ...items.map(({ ref, workload }, index) => ({
        title: workload?.name ?? ref,
        value: (row: ComparisonRow) => valueText(row.unit, row.values[index] ?? null),
        elastic: 1 as const,
      })),
    ],
    app,
  )
}

function valueText(unit: ComparisonRow['unit'], value: string | number | null): string {
  if (value === null) return '-'
  if (typeof value === 'string') return unit === 'time' ? local(value) : value
  if (unit === 'ms') return span(value)
  if (unit === 'percent') return `${Math.round(value * 10) / 10}%`
  if (unit === 'share') return percent(value)
  return unit === 'cpu' || unit === 'memory' || unit === 'gpu' ? amount(unit, value) : String(value)
}
