import type { App } from '../app/app.ts'
import { pruneFeed } from '../db/change-feed.ts'
import { loopService, type Service } from '../lib/service.ts'
import { pruneDecisionLog } from './decision-log.ts'
import { giveUpLostRuns } from './give-up-lost-runs.ts'
import { rollUpUsage } from '../usage/roll-up-usage.ts'
import { tellEndedWorkloads } from './tell-ended-workloads.ts'

/** Slow work that any replica may do at any time: every step is harmless when done twice. */
export function upkeepServices(app: App): Service[] {
  const listeningSince = app.clock.now()
  const { sql } = app.database.system
  return [
    loopService({
      name: 'lost-runs',
      everyMs: 5_000,
      log: app.log,
      turn: async () => {
        const count = await giveUpLostRuns(app, listeningSince)
        if (count > 0) app.log.warn({ count }, 'runs of silent clusters given up')
      },
    }),
    loopService({
      name: 'ended-workloads',
      everyMs: 60_000,
      log: app.log,
      turn: async () => {
        await tellEndedWorkloads(app)
      },
    }),
    loopService({
      name: 'usage',
      everyMs: 60_000,
      log: app.log,
      turn: async () => {
        await rollUpUsage(app)
      },
    }),
    loopService({
      name: 'pruning',
      everyMs: 60_000,
      log: app.log,
      turn: async () => {
        await pruneFeed(sql)
        await sql`select fairlead_maintain_metric_partitions(${app.config.metricsRetentionDays}::int)`
        // A tombstone is kept for a week: an agent away for longer gets a snapshot.
        await sql`delete from desired where deleted_at < now() - interval '7 days'`
        await sql`delete from commands where created_at < now() - interval '7 days'`
        await pruneDecisionLog(app)
        await sql`delete from rounds where at < now() - interval '30 days'`
        await sql`delete from usage_hours where hour < now() - interval '400 days'`
        await sql`delete from user_sessions where expires_at < now() - interval '1 day'`
        await sql`delete from setup_links where expires_at < now() - interval '1 day'`
        await sql`delete from explanations e where at < now() - interval '1 day'
                  and not exists (select 1 from workloads w where w.class_key = e.class_key and w.phase = 'QUEUED')`
      },
    }),
  ]
}
