import { asc, inArray, sql, type SQL } from 'drizzle-orm'
import { addAmounts, multiplyAmounts } from '../../common/amounts.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { agentSessions, type SessionHealth } from '../../db/schema/agent-sessions.ts'
import { clusters } from '../../db/schema/clusters.ts'
import { nodes } from '../../db/schema/nodes.ts'
import { runs } from '../../db/schema/runs.ts'
import { skewOf } from '../../upgrades/offer-release.ts'
import type { Cluster } from '../schemas.ts'
import type { ClusterRow } from '../find-cluster.ts'

/** A connected agent whose work loop is later than this is degraded. */
const LOOP_LATE_MS = 60_000

/** Clusters as the API answers them, by name. @param ourVersion Of this control plane. */
export async function viewClusters(q: DrizzleTx, ourVersion: string, where?: SQL): Promise<Cluster[]> {
  const rows = await q.select().from(clusters).where(where).orderBy(asc(clusters.name))
  const ids = rows.map((row) => row.id)
  const sessions = await q
    .select()
    .from(agentSessions)
    .where(sql`${inArray(agentSessions.clusterId, ids)} and ${agentSessions.leaseUntil} > now()`)
    .orderBy(asc(agentSessions.epoch))
  const present = await q
    .select({ clusterId: nodes.clusterId, ready: nodes.ready, allocatable: nodes.allocatable })
    .from(nodes)
    .where(sql`${inArray(nodes.clusterId, ids)} and ${nodes.goneAt} is null`)
  const live = await q
    .select({
      clusterId: runs.clusterId,
      requests: runs.requests,
      replicas: sql<number>`sum(${runs.replicas})::int`,
      count: sql<number>`count(*)::int`,
    })
    .from(runs)
    .where(sql`${inArray(runs.clusterId, ids)} and ${runs.finishedAt} is null`)
    .groupBy(runs.clusterId, runs.requests)
  return rows.map((row) => {
    const session = sessions.findLast((candidate) => candidate.clusterId === row.id)
    const mine = present.filter((node) => node.clusterId === row.id)
    const running = live.filter((run) => run.clusterId === row.id)
    const { health, message } = healthOf(row, session?.health ?? undefined, session !== undefined)
    return {
      id: row.id,
      name: row.name,
      labels: row.labels,
      state: row.state,
      connected: session !== undefined,
      health,
      healthMessage: message,
      lastSeenAt: session ? new Date().toISOString() : (row.lastSeenAt?.toISOString() ?? null),
      driver: row.driver,
      agentVersion: row.agentVersion,
      agentProtocol: row.agentProtocol,
      agentSkew: skewOf(row.agentVersion, row.agentRefusal, ourVersion),
      platform: row.platform,
      logPolicy: row.logPolicy,
      paused: row.paused,
      pruneRefusal: row.pruneRefusal,
      clockSkewMs: row.clockSkewMs,
      nodes: { total: mine.length, ready: mine.filter((node) => node.ready).length },
      capacity: addAmounts(mine.map((node) => node.allocatable)),
      allocated: addAmounts(running.map((run) => multiplyAmounts(run.requests, run.replicas))),
      runs: running.reduce((sum, { count }) => sum + count, 0),
      desiredRev: row.desiredRev,
      appliedRev: session?.appliedRev ?? null,
      createdAt: row.createdAt.toISOString(),
      enrolledAt: row.enrolledAt?.toISOString() ?? null,
    }
  })
}

function healthOf(
  row: ClusterRow,
  reported: SessionHealth | undefined,
  isConnected: boolean,
): { health: Cluster['health']; message: string } {
  if (row.state === 'revoked' || row.state === 'suspended')
    return { health: 'offline', message: `the cluster is ${row.state}` }
  if (row.enrolledAt === null) return { health: 'enrolling', message: 'no agent has enrolled yet' }
  if (row.agentRefusal !== null) return { health: 'offline', message: row.agentRefusal }
  if (!isConnected) {
    const since = row.lastSeenAt ? ` since ${row.lastSeenAt.toISOString()}` : ''
    return { health: 'offline', message: `its agent is out of contact${since}; what runs there goes on` }
  }
  if (row.pruneRefusal !== null) {
    return {
      health: 'degraded',
      message: `its agent keeps what it was told to remove: ${row.pruneRefusal}; if that is right, confirm with: fairlead cluster confirm-prune ${row.name}`,
    }
  }
  if (reported && reported.loopAgeMs > LOOP_LATE_MS) {
    return {
      health: 'degraded',
      message: `its agent answers, but its work loop is ${Math.round(reported.loopAgeMs / 1000)} s late`,
    }
  }
  if (reported?.observeAgeMs !== undefined && reported.observeAgeMs > LOOP_LATE_MS) {
    return {
      health: 'degraded',
      message: `its agent has seen nothing of the cluster for ${Math.round(reported.observeAgeMs / 1000)} s`,
    }
  }
  if (Math.abs(row.clockSkewMs ?? 0) > 30_000) {
    return {
      health: 'degraded',
      message: `its clock is ${Math.round((row.clockSkewMs ?? 0) / 1000)} s off; ages are still right`,
    }
  }
  return { health: 'healthy', message: 'its agent is in contact' }
}
