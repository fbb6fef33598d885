import { sql } from 'drizzle-orm'
import type { App } from '../../app/app.ts'
import { rollUpUsage } from '../../usage/roll-up-usage.ts'

/** Has the hours of a past written again in which there was nothing until now. */
export async function rollUpPast(app: App, from: number): Promise<void> {
  // What was rolled up belongs to no organization; an hour that is written twice is the same.
  await app.database.system.db.execute(
    sql`delete from usage_rollups where hour >= ${new Date(from).toISOString()}::timestamptz - interval '1 hour'`,
  )
  while ((await rollUpUsage(app)) > 0);
}
