import { PROTOCOL_VERSION, digestOf, type Hello } from '@fairlead/protocol'
import { eq, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { clusters } from '../db/schema/clusters.ts'
import { inOrganization } from '../db/tx.ts'
import type { AgentSession } from './agent-session.ts'
import { deliverDelta, deliverSnapshot } from './deliver-desired.ts'
import { issueNonce } from './nonce.ts'
import type { OpenedSession } from './open-agent-session.ts'
import { readDesiredSince, readDesiredSnapshot } from './read-desired.ts'

const STATUS_SNAPSHOT_MS = 30 * 60_000
const CONNECTION_AGE_MS_MAX = 45 * 60_000

/** Opens the conversation. */
export function sendWelcome(app: App, session: AgentSession, opened: OpenedSession): void {
  const { cluster } = opened
  session.send('welcome', {
    sid: opened.sid,
    epoch: opened.epoch,
    clusterId: cluster.id,
    clusterName: cluster.name,
    state: cluster.state === 'pending' ? 'pending' : 'accepted',
    serverTime: new Date(app.clock.now()).toISOString(),
    protocol: PROTOCOL_VERSION,
    desiredRev: cluster.desiredRev,
    timers: {
      heartbeatMs: app.config.agentHeartbeatMs,
      metricsMs: app.config.metricsIntervalMs,
      statusSnapshotMs: STATUS_SNAPSHOT_MS,
      connectionAgeMsMax: CONNECTION_AGE_MS_MAX,
    },
    logPolicy: cluster.logPolicy,
    features: [],
    nextNonce: issueNonce(app.keys.nonce, app.clock.now()),
  })
}

/** Takes in what the agent says of itself, and sends the difference between what it has and what it should have. */
export async function answerHello(app: App, session: AgentSession, hello: Hello): Promise<void> {
  const { clusterId, organizationId } = session.identity
  await inOrganization(app, organizationId, async (tx) => {
    await tx.q
      .update(clusters)
      .set({
        driver: hello.driver,
        agentVersion: hello.agentVersion,
        agentProtocol: hello.protocol,
        agentImage: hello.image ?? null,
        selfUpgrade: hello.selfUpgrade ?? null,
        agentRefusal: null,
        platform: hello.platform,
        clockSkewMs: Math.round(Date.parse(hello.clock) - app.clock.now()),
        lastSeenAt: sql`now()`,
      })
      .where(eq(clusters.id, clusterId))
    await tx.changed('cluster', clusterId)
  })
  const current = await readDesiredSnapshot(app.database, clusterId)
  if (hello.appliedRev > current.rev) return await overtake(app, session, hello.appliedRev)
  if (hello.appliedRev === current.rev && hello.appliedDigest === current.digest) {
    session.sentRev = current.rev
    session.appliedRev = current.rev
    return
  }
  if (hello.appliedRev === 0 || hello.appliedRev === current.rev || (await hasForgotten(app, clusterId, hello))) {
    return await deliverSnapshot(app.database, session)
  }
  session.sentRev = hello.appliedRev
  session.appliedRev = hello.appliedRev
  await deliverDelta(app.database, session)
}

/**
 * The agent holds a revision that this database has never had: it was restored from a backup. Never roll the cluster back silently: go past its
 * revision, and hand it the whole truth.
 */
async function overtake(app: App, session: AgentSession, agentRev: number): Promise<void> {
  const { clusterId, organizationId } = session.identity
  await inOrganization(app, organizationId, async (tx) => {
    await tx.q
      .update(clusters)
      .set({ desiredRev: agentRev + 1 })
      .where(eq(clusters.id, clusterId))
  })
  await deliverSnapshot(app.database, session)
}

/** True when what the agent holds cannot be what we sent it up to that revision, as far as the rows unchanged since can tell. */
async function hasForgotten(app: App, clusterId: string, hello: Hello): Promise<boolean> {
  const { upserts, tombstones } = await readDesiredSince(app.database, clusterId, hello.appliedRev)
  if (upserts.length > 0 || tombstones.length > 0) return false
  const { items } = await readDesiredSnapshot(app.database, clusterId)
  return digestOf(items) !== hello.appliedDigest
}
