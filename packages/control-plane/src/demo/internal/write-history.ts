import type { Context } from '../../app/context.ts'
import { drawUsage } from './draw-usage.ts'
import type { DemoLayout } from './lay-out.ts'
import type { ToldRun } from './tell-lives.ts'
import { writeUsage } from './write-usage.ts'

const DAY_MS = 86_400_000

/**
 * Writes the points of all graphs from `from` on, as far back as graphs are kept, a day at a time: neither memory nor a transaction holds more.
 */
export async function writeHistory(
  ctx: Context,
  layout: DemoLayout,
  runs: readonly ToldRun[],
  { from, until }: { from: number; until: number },
): Promise<void> {
  const { config, database } = ctx.app
  const first = Math.max(from, Math.floor(until / DAY_MS) * DAY_MS - config.metricsRetentionDays * DAY_MS)
  // Until now there is one for yesterday and today.
  await database.system
    .sql`select fairlead_make_metric_partitions((${new Date(first).toISOString()}::timestamptz at time zone 'UTC')::date)`
  for (let at = first; at < until;) {
    const end = Math.min(until, Math.floor(at / DAY_MS) * DAY_MS + DAY_MS)
    await writeUsage(ctx, drawUsage(layout.nodes, runs, { from: at, until: end, now: until }))
    at = end
  }
}
