import type { DrizzleTx } from '../db/connect.ts'
import { sizes } from '../db/schema/sizes.ts'
import { BUILT_IN_SIZES } from './built-in.ts'
import type { Size } from './schemas.ts'

/** The organization's sizes, smallest first: its own, and the built-in ones that it has not changed. */
export async function readSizes(q: DrizzleTx): Promise<Size[]> {
  const rows = await q.select().from(sizes)
  const own = rows.map(({ name, requests, limits }) => ({ name, requests, limits, builtIn: false }))
  const untouched = BUILT_IN_SIZES.filter(({ name }) => !own.some((size) => size.name === name))
  return [...untouched, ...own].toSorted(
    (a, b) =>
      (a.requests['memory'] ?? 0) - (b.requests['memory'] ?? 0) ||
      (a.requests['cpu'] ?? 0) - (b.requests['cpu'] ?? 0) ||
      (a.name < b.name ? -1 : 1),
  )
}
