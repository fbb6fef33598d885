import { sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { usageOfSpan } from './internal/usage-of-span.ts'

const HOUR_MS = 3_600_000
/** An hour is written when it ends, and again this long after: agents that were away report late. */
const AGAIN_AFTER_HOURS = [0, 2, 26] as const
/** So that a control plane with a long history catches up without holding anything for long. */
const HOURS_PER_TURN = 48
/** Hours kept: a year to compare with, and the month that it began with. */
const DAYS_KEPT = 400

/**
 * Writes the hours that are due into `usage_hours`, oldest first, each in a transaction of its own. Any replica may do it at any time: an hour
 * that is written twice is the same. Answers how many were written.
 */
export async function rollUpUsage(app: App): Promise<number> {
  const { db } = app.database.system
  const now = app.clock.now()
  const due = await db.execute<{ hour: string; passes: number }>(sql`
    select to_char(h at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour, coalesce(u.passes, 0) as passes
    from generate_series(
      coalesce((select min(hour) from usage_rollups where passes < ${AGAIN_AFTER_HOURS.length}::int),
               (select max(hour) + interval '1 hour' from usage_rollups),
               date_trunc('hour', (select min(assigned_at) from runs), 'UTC')),
      ${new Date(now - HOUR_MS).toISOString()}::timestamptz, interval '1 hour') h
    left join usage_rollups u on u.hour = h
    where h > ${new Date(now - DAYS_KEPT * 24 * HOUR_MS).toISOString()}::timestamptz
      and h + interval '1 hour' * (1 + case coalesce(u.passes, 0) when 0 then ${AGAIN_AFTER_HOURS[0]}::int
      when 1 then ${AGAIN_AFTER_HOURS[1]}::int when 2 then ${AGAIN_AFTER_HOURS[2]}::int end) <= ${new Date(now).toISOString()}::timestamptz
    order by h limit ${HOURS_PER_TURN}`)
  for (const { hour } of due) await writeHour(app, new Date(hour), passesDue(new Date(hour).getTime(), now))
  return due.length
}

/** One `usage_hours` for all organizations: the roles of the application see one each, so this is the system's to do. */
async function writeHour(app: App, hour: Date, passes: number): Promise<void> {
  await app.database.system.db.transaction(async (q) => {
    await q.execute(sql`delete from usage_hours where hour = ${hour.toISOString()}::timestamptz`)
    await q.execute(sql`
      insert into usage_hours (organization_id, hour, project_id, node_pool_id, cluster_id, user_id, user_name,
        gpu_allocated, gpu_by_model, gpu_measured, gpu_used, gpu_over_quota, cpu_allocated, cpu_measured, cpu_used, cpu_over_quota)
      ${usageOfSpan(hour, new Date(hour.getTime() + HOUR_MS))}
      on conflict do nothing`)
    await q.execute(sql`
      insert into usage_rollups (hour, passes) values (${hour.toISOString()}::timestamptz, ${passes})
      on conflict (hour) do update set passes = greatest(usage_rollups.passes, excluded.passes)`)
  })
}

/** How often an hour has been due by now: one that is caught up late is written once and for all. */
function passesDue(hour: number, now: number): number {
  return AGAIN_AFTER_HOURS.filter((hours) => hour + (1 + hours) * HOUR_MS <= now).length
}
