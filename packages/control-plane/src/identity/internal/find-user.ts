import { eq } from 'drizzle-orm'
import { isId } from '../../common/is-id.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { users } from '../../db/schema/users.ts'
import { notFound } from '../../lib/app-error.ts'

/** A user of the organization by id or email. With `lock`, nobody else changes them until the transaction ends. */
export async function findUser(
  q: DrizzleTx,
  ref: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<typeof users.$inferSelect> {
  const found = q
    .select()
    .from(users)
    .where(isId(ref) ? eq(users.id, ref) : eq(users.email, ref.toLowerCase()))
  const [user] = await (lock ? found.for('update') : found)
  if (!user) throw notFound('user', ref)
  return user
}
