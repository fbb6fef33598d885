import { sql } from 'drizzle-orm'
import type { Use } from '../schemas.ts'

const COLUMNS = ['allocated', 'measured', 'used', 'over_quota'] as const
type Column = `${'gpu' | 'cpu'}_${(typeof COLUMNS)[number]}`

/** Seconds, summed over some rows. */
export type Sums = Record<Column, number>

/** Sums of rows `u` of `usage_hours`. */
export const sumsOf = sql.raw(
  (['gpu', 'cpu'] as const)
    .flatMap((resource) => COLUMNS.map((column) => `${resource}_${column}`))
    .map((name) => `coalesce(sum(u.${name}), 0)::float8 as ${name}`)
    .join(', '),
)

/** Sums as the API answers them: in hours. */
export function usesOf(row: Sums | undefined): { gpu: Use; cpu: Use } {
  const use = (resource: 'gpu' | 'cpu'): Use => ({
    allocated: hours(row?.[`${resource}_allocated`]),
    measured: hours(row?.[`${resource}_measured`]),
    used: row && row[`${resource}_measured`] > 0 ? hours(row[`${resource}_used`]) : null,
    overQuota: hours(row?.[`${resource}_over_quota`]),
  })
  return { gpu: use('gpu'), cpu: use('cpu') }
}

function hours(seconds = 0): number {
  return Math.round((seconds / 3600) * 1000) / 1000
}
