import { sql } from 'drizzle-orm'
import type { Tx } from '../db/tx.ts'

/** Another replica leads now: nothing of this was written. */
export class LeadershipLost extends Error {
  override name = 'LeadershipLost'
}

/** The lock on the lease's row keeps a successor from starting before this transaction is through or gone. Throws {@link LeadershipLost}. */
export async function requireLeadership(tx: Tx, holder: string, epoch: number): Promise<void> {
  const [lease] = await tx.q.execute<{ epoch: string }>(sql`
    select epoch::text from leases where name = 'scheduler' and holder = ${holder} and epoch = ${epoch} for share`)
  if (!lease) throw new LeadershipLost(`epoch ${epoch} is over`)
}
