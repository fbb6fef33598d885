import type { App } from '../app/app.ts'
import { inSystem } from '../db/tx.ts'
import { reportRuns, type ReportedRun } from '../runs/report-runs.ts'
import { sql } from 'drizzle-orm'

interface Row extends Record<string, unknown> {
  run_id: string
  generation: number
  cluster_id: string
  cluster_name: string
  organization_id: string
  lost_after: number
}

/**
 * Gives up runs whose cluster has been silent for longer than their project allows: FAILED with CLUSTER_LOST, and only then may the work be
 * placed elsewhere. Silence counts from when this process began to listen at the earliest, so that an outage of ours kills nothing.
 */
export async function giveUpLostRuns(app: App, listeningSince: number): Promise<number> {
  const silenceOfOursMs = app.clock.now() - listeningSince
  // Across organizations: clusters of all of them fall silent.
  const rows = await app.database.system.db.execute<Row>(sql`
    select r.id as run_id, r.generation, r.cluster_id, c.name as cluster_name, r.organization_id, p.lost_after_seconds as lost_after
    from runs r
    join clusters c on c.id = r.cluster_id
    join projects p on p.id = r.project_id
    where r.finished_at is null
      and not exists (select 1 from agent_sessions s where s.cluster_id = c.id and s.lease_until > now())
      and coalesce(c.last_seen_at, c.created_at) < now() - p.lost_after_seconds * interval '1 second'
      and p.lost_after_seconds * 1000::bigint < ${silenceOfOursMs}::bigint
    limit 5000`)
  for (const [clusterId, mine] of Map.groupBy(rows, (row) => row.cluster_id)) {
    const [first] = mine
    if (!first) continue
    const items = mine.map((row): ReportedRun => ({
      kind: 'run',
      key: row.run_id,
      generation: row.generation,
      seq: 1,
      phase: 'FAILED',
      reason: 'CLUSTER_LOST',
      message: `given up: nothing was heard of ${row.cluster_name} for more than ${Math.round(row.lost_after / 60)} minutes`,
    }))
    await inSystem(app, (tx) =>
      reportRuns(tx, {
        organizationId: first.organization_id,
        clusterId,
        bootId: 'given-up',
        now: app.clock.now(),
        items,
      }),
    )
  }
  return rows.length
}
