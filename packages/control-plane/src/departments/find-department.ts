import { eq } from 'drizzle-orm'
import { isId } from '../common/is-id.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { departments } from '../db/schema/departments.ts'
import { notFound } from '../lib/app-error.ts'

/** By id or name, within the transaction's organization. */
export async function findDepartment(q: DrizzleTx, ref: string): Promise<typeof departments.$inferSelect> {
  const [row] = await q
    .select()
    .from(departments)
    .where(isId(ref) ? eq(departments.id, ref) : eq(departments.name, ref))
  if (!row) throw notFound('department', ref)
  return row
}
