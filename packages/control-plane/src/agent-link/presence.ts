import { CloseCode, DEAD_AFTER_MS } from '@fairlead/protocol'
import { eq, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { agentSessions } from '../db/schema/agent-sessions.ts'
import { clusters } from '../db/schema/clusters.ts'
import { inOrganization, inSystem } from '../db/tx.ts'
import type { AgentHub } from './agent-hub.ts'
import type { AgentSession } from './agent-session.ts'

/** A connection that is gone counts as present for this long, so that a reconnect shows no gap. */
const GRACE_SECONDS = 10

/** Renews the leases of all sessions that gave a sign of life: one statement for the whole replica, not one for each agent. */
export async function renewLeases(app: App, hub: AgentHub): Promise<void> {
  const alive = hub.sessions().filter((session) => Date.now() - session.lastFrameAt < DEAD_AFTER_MS)
  if (alive.length === 0) return
  const rows = alive.map((session) => ({
    id: session.identity.sid,
    sent: session.sentRev,
    applied: session.appliedRev,
    health: session.health ?? null,
  }))
  // Across organizations: a replica's sessions belong to many.
  await app.database.system.db.execute(sql`
    update agent_sessions s set lease_until = now() + ${app.config.agentLeaseMs} * interval '1 millisecond',
           sent_rev = r.sent, applied_rev = r.applied, health = r.health
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, sent bigint, applied bigint, health jsonb)
    where s.id = r.id`)
}

/**
 * Closes sessions that lost their right: revoked keys and clusters, those that a newer connection anywhere has replaced, and those
 * whose row is gone, because another replica swept it while this one could not renew it. Nobody sees a session without a row.
 */
export async function closeUnentitled(app: App, hub: AgentHub, ofCluster?: string): Promise<void> {
  const mine = hub.sessions().filter((session) => ofCluster === undefined || session.identity.clusterId === ofCluster)
  if (mine.length === 0) return
  const ids = JSON.stringify(mine.map((session) => session.identity.sid))
  const rows = await app.database.system.db.execute<{ id: string; revoked: boolean; superseded: boolean }>(sql`
    select s.id, c.state in ('revoked', 'suspended') or k.status is distinct from 'active' as revoked,
           exists (select 1 from agent_sessions n
                   where n.cluster_id = s.cluster_id and n.epoch > s.epoch and n.lease_until > now()
                     and n.connected_at < now() - interval '5 seconds') as superseded
    from agent_sessions s
    join clusters c on c.id = s.cluster_id
    left join agent_keys k on k.thumbprint = s.thumbprint
    where s.id in (select (jsonb_array_elements_text(${ids}::jsonb))::uuid)`)
  for (const session of mine) {
    const row = rows.find((candidate) => candidate.id === session.identity.sid)
    if (!row) session.close(CloseCode.restart, 'its lease ran out')
    else if (row.revoked) session.close(CloseCode.revoked, 'the cluster or its key was revoked')
    else if (row.superseded) session.close(CloseCode.superseded, 'a newer connection took over')
  }
}

/** Ends a session's lease shortly after its socket is gone. */
export async function closeSessionRow(app: App, session: AgentSession): Promise<void> {
  const { organizationId, clusterId, sid } = session.identity
  await inOrganization(app, organizationId, async (tx) => {
    await tx.q
      .update(agentSessions)
      .set({ leaseUntil: sql`least(${agentSessions.leaseUntil}, now() + ${GRACE_SECONDS} * interval '1 second')` })
      .where(eq(agentSessions.id, sid))
    await tx.q
      .update(clusters)
      .set({ lastSeenAt: sql`now()` })
      .where(eq(clusters.id, clusterId))
  })
}

/** Sessions of an earlier process at our own address are gone with it: two processes cannot hold one address. */
export async function retirePastSessions(app: App): Promise<void> {
  await app.database.system.db.execute(sql`
    update agent_sessions set lease_until = least(lease_until, now() + ${GRACE_SECONDS} * interval '1 second')
    where replica_url = ${app.replicaUrl} and replica_id <> ${app.replicaId}`)
}

/**
 * Removes sessions whose lease has ended, and tells about clusters that are offline now. Any replica may do it, at any time. Those that
 * the hub holds stay: after the database was away for longer than a lease, their renewal is only late.
 */
export async function sweepSessions(app: App, hub: AgentHub): Promise<void> {
  const mine = JSON.stringify(hub.sessions().map((session) => session.identity.sid))
  await inSystem(app, async (tx) => {
    const gone = await tx.q.execute<{ cluster_id: string; organization_id: string; lease_until: string }>(sql`
      delete from agent_sessions
      where lease_until < now() and id not in (select (jsonb_array_elements_text(${mine}::jsonb))::uuid)
      returning cluster_id, organization_id, lease_until::text`)
    for (const row of gone) {
      await tx.q
        .update(clusters)
        .set({ lastSeenAt: sql`greatest(${clusters.lastSeenAt}, least(${row.lease_until}::timestamptz, now()))` })
        .where(eq(clusters.id, row.cluster_id))
      await tx.changed('cluster', row.cluster_id, row.organization_id)
    }
  })
}
