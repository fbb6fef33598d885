import { and, eq } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { clusters } from '../db/schema/clusters.ts'
import { inOrganization } from '../db/tx.ts'
import type { AgentSession } from './agent-session.ts'
import { deliverSnapshot } from './deliver-desired.ts'

/** An agent would not remove so much at once: kept for its owner to see and to decide. */
export async function recordPruneRefusal(app: App, session: AgentSession, message: string): Promise<void> {
  const { organizationId, clusterId } = session.identity
  await inOrganization(app, organizationId, async (tx) => {
    await tx.q.update(clusters).set({ pruneRefusal: message }).where(eq(clusters.id, clusterId))
    await tx.changed('cluster', clusterId)
  })
}

/** Sends the whole truth once more, with the owner's word that it may be followed, if that word was given. */
export async function deliverConfirmedPrune(app: App, session: AgentSession): Promise<void> {
  const { organizationId, clusterId } = session.identity
  const isConfirmed = await inOrganization(app, organizationId, async (tx) => {
    const rows = await tx.q
      .update(clusters)
      .set({ isPruneConfirmed: false })
      .where(and(eq(clusters.id, clusterId), eq(clusters.isPruneConfirmed, true)))
      .returning({ id: clusters.id })
    return rows.length > 0
  })
  if (isConfirmed) await deliverSnapshot(app.database, session, true)
}
