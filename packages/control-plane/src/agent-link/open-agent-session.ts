import { eq, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { agentSessions } from '../db/schema/agent-sessions.ts'
import { clusters } from '../db/schema/clusters.ts'
import { inOrganization } from '../db/tx.ts'
import { newId } from '../lib/ids.ts'
import type { ClusterRow } from '../clusters/find-cluster.ts'
import type { ProvenAgent } from './verify-connect.ts'

export interface OpenedSession {
  sid: string
  epoch: number
  cluster: ClusterRow
}

/**
 * Gives the connection its epoch: from here on every older session of the cluster has no say. The unique (key, jti) is the replay check.
 * Answers undefined for a cluster that may not connect, or a proof that was used before.
 */
export async function openAgentSession(app: App, agent: ProvenAgent): Promise<OpenedSession | undefined> {
  return await inOrganization(app, agent.organizationId, async (tx) => {
    const [cluster] = await tx.q
      .update(clusters)
      .set({ epoch: sql`${clusters.epoch} + 1`, lastSeenAt: sql`now()` })
      .where(eq(clusters.id, agent.clusterId))
      .returning()
    if (!cluster || cluster.state === 'revoked' || cluster.state === 'suspended') return undefined
    const sid = newId()
    const inserted = await tx.q
      .insert(agentSessions)
      .values({
        id: sid,
        organizationId: agent.organizationId,
        clusterId: agent.clusterId,
        epoch: cluster.epoch,
        replicaId: app.replicaId,
        replicaUrl: app.replicaUrl,
        bootId: agent.bootId,
        popJti: agent.jti,
        thumbprint: agent.thumbprint,
        leaseUntil: sql`now() + ${app.config.agentLeaseMs} * interval '1 millisecond'`,
      })
      .onConflictDoNothing()
      .returning({ id: agentSessions.id })
    if (inserted.length === 0) return undefined
    await tx.changed('cluster', agent.clusterId)
    return { sid, epoch: cluster.epoch, cluster }
  })
}
