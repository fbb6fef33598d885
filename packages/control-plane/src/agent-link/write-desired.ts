import { eq, sql } from 'drizzle-orm'
import type { RunBody } from '@fairlead/protocol'
import { clusters } from '../db/schema/clusters.ts'
import type { Tx } from '../db/tx.ts'
import { must } from '../lib/invariant.ts'

export interface DesiredWrite {
  organizationId: string
  clusterId: string
  kind: 'run'
  key: string
  generation: number
  /** Undefined: a tombstone. */
  body: RunBody | undefined
}

/**
 * Changes what clusters should run. Revisions are taken under the lock of the cluster's row: revision order is commit order, so a
 * reader that has seen revision n will never be handed n or less later. Each item gets a revision of its own, so that a long list can
 * be cut into frames anywhere.
 */
export async function writeDesired(tx: Tx, writes: readonly DesiredWrite[]): Promise<void> {
  for (const [clusterId, mine] of inClusterOrder(writes)) {
    const base = await takeRevisions(tx, clusterId, mine.length)
    const rows = mine.map((write, index) => ({
      organization_id: write.organizationId,
      key: write.key,
      kind: write.kind,
      generation: write.generation,
      rev: base + index + 1,
      body: write.body ?? null,
    }))
    await tx.q.execute(sql`
      insert into desired as d (organization_id, cluster_id, kind, key, generation, rev, body, deleted_at)
      select r.organization_id, ${clusterId}::uuid, r.kind, r.key, r.generation, r.rev, coalesce(r.body, '{}'),
             case when r.body is null then now() end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
           as r(organization_id uuid, key text, kind text, generation bigint, rev bigint, body jsonb)
      on conflict (cluster_id, kind, key) do update
      set generation = excluded.generation, rev = excluded.rev, body = excluded.body, deleted_at = excluded.deleted_at`)
    tx.wakeCluster(clusterId)
  }
}

/** Orders that runs be ended, whatever else their items say. */
export async function writeStop(
  tx: Tx,
  runs: readonly { runId: string; clusterId: string }[],
  stop: NonNullable<RunBody['stop']>,
): Promise<void> {
  for (const [clusterId, mine] of inClusterOrder(runs)) {
    const base = await takeRevisions(tx, clusterId, mine.length)
    const rows = mine.map((run, index) => ({ key: run.runId, rev: base + index + 1 }))
    await tx.q.execute(sql`
      update desired set rev = r.rev, body = desired.body || ${JSON.stringify({ state: 'stopped', stop })}::jsonb
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key text, rev bigint)
      where desired.cluster_id = ${clusterId} and desired.kind = 'run' and desired.key = r.key and desired.deleted_at is null`)
    tx.wakeCluster(clusterId)
  }
}

/** Grouped by cluster, in one order everywhere, so that two writers cannot wait for each other. */
function inClusterOrder<T extends { clusterId: string }>(rows: readonly T[]): [string, T[]][] {
  return [...Map.groupBy(rows, (row) => row.clusterId)].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** Takes `count` revisions; answers the one before the first. */
async function takeRevisions(tx: Tx, clusterId: string, count: number): Promise<number> {
  const [row] = await tx.q
    .update(clusters)
    .set({ desiredRev: sql`${clusters.desiredRev} + ${count}` })
    .where(eq(clusters.id, clusterId))
    .returning({ rev: clusters.desiredRev })
  return must(row, 'desired state belongs to a cluster that exists').rev - count
}
