import { and, eq, inArray, sql } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { clusters } from '../../db/schema/clusters.ts'
import { explanations } from '../../db/schema/explanations.ts'
import { forecasts } from '../../db/schema/forecasts.ts'
import { nodePools } from '../../db/schema/node-pools.ts'
import { nodes } from '../../db/schema/nodes.ts'
import { projects } from '../../db/schema/projects.ts'
import { workloads } from '../../db/schema/workloads.ts'
import { NOT_LOOKED_AT, type PendingWorkload } from '../schemas.ts'
import { lineKey } from './lines-of.ts'
import type { Standing } from './read-lines.ts'

/**
 * Waiting workloads as the API answers them, in the order given. Who has left the queue meanwhile is left out. `knownLengths` is how many stand in each line, by
 * {@link lineKey}, where that is known already.
 */
export async function viewPending(
  q: DrizzleTx,
  standings: readonly Standing[],
  knownLengths?: ReadonlyMap<string, number>,
): Promise<PendingWorkload[]> {
  if (standings.length === 0) return []
  const ids = standings.map(({ id }) => id)
  const rows = await q
    .select({
      workload: workloads,
      project: projects.name,
      pool: nodePools.name,
      explanation: explanations.explanation,
      p50: forecasts.p50,
      p90: forecasts.p90,
      madeAt: forecasts.madeAt,
      samples: forecasts.samples,
    })
    .from(workloads)
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .innerJoin(nodePools, eq(nodePools.id, workloads.nodePoolId))
    .leftJoin(
      explanations,
      and(eq(explanations.organizationId, workloads.organizationId), eq(explanations.classKey, workloads.classKey)),
    )
    .leftJoin(forecasts, eq(forecasts.workloadId, workloads.id))
    .where(and(inArray(workloads.id, ids), eq(workloads.phase, 'QUEUED')))
  const byId = new Map(rows.map((row) => [row.workload.id, row]))
  const lengths = knownLengths ?? (await lengthsOf(q, new Set(rows.map(({ workload }) => workload.projectId))))
  const rooms = await roomsOf(
    q,
    rows.flatMap(({ workload }) => workload.nomination ?? []),
  )
  return standings.flatMap(({ id, place }) => {
    const row = byId.get(id)
    if (!row) return []
    const { workload: w, explanation, p50, p90, madeAt, samples } = row
    return {
      id,
      name: w.name,
      kind: w.kind,
      project: { id: w.projectId, name: row.project },
      nodePool: { id: w.nodePoolId, name: row.pool },
      place,
      of: Math.max(place, lengths.get(lineKey(w.projectId, w.nodePoolId)) ?? place),
      priority: w.priority,
      preemptible: w.preemptible,
      replicas: w.replicas,
      requests: w.requests,
      submittedAt: w.submittedAt.toISOString(),
      waitingSince: w.phaseSince.toISOString(),
      reason: explanation?.reason ?? w.reason ?? NOT_LOOKED_AT,
      message: explanation?.message ?? w.message,
      hint: explanation?.hint ?? null,
      permanent: explanation?.permanent ?? false,
      // One of an earlier wait says nothing of this one.
      startEstimate:
        madeAt !== null && madeAt >= w.phaseSince
          ? { p50: timeOf(p50), p90: timeOf(p90), samples: samples ?? 0, madeAt: madeAt.toISOString() }
          : null,
      nominated: w.nomination ? rooms(w.nomination) : null,
      createdBy: { id: w.createdBy, name: w.createdByName },
    }
  })
}

function timeOf(at: Date | null): string | null {
  return at?.toISOString() ?? null
}

/** How many stand in each line of these projects. */
async function lengthsOf(q: DrizzleTx, projectIds: ReadonlySet<string>): Promise<Map<string, number>> {
  if (projectIds.size === 0) return new Map()
  const rows = await q
    .select({ projectId: workloads.projectId, poolId: workloads.nodePoolId, count: sql<number>`count(*)::int` })
    .from(workloads)
    .where(and(inArray(workloads.projectId, [...projectIds]), sql`${workloads.phase} = 'QUEUED'`))
    .groupBy(workloads.projectId, workloads.nodePoolId)
  return new Map(rows.map(({ projectId, poolId, count }) => [lineKey(projectId, poolId), count]))
}

interface Nomination {
  clusterId: string
  nodeIds: string[]
}

/** Names of the room that is held. */
async function roomsOf(q: DrizzleTx, nominations: readonly Nomination[]) {
  const clusterIds = [...new Set(nominations.map(({ clusterId }) => clusterId))]
  const nodeIds = [...new Set(nominations.flatMap((nomination) => nomination.nodeIds))]
  const names = new Map<string, string>()
  if (clusterIds.length > 0) {
    const found = await q.select({ id: clusters.id, name: clusters.name }).from(clusters)
    for (const { id, name } of found) names.set(id, name)
  }
  if (nodeIds.length > 0) {
    const found = await q.select({ id: nodes.id, name: nodes.name }).from(nodes).where(inArray(nodes.id, nodeIds))
    for (const { id, name } of found) names.set(id, name)
  }
  return (nomination: Nomination) => ({
    cluster: { id: nomination.clusterId, name: names.get(nomination.clusterId) ?? nomination.clusterId },
    nodes: [...new Set(nomination.nodeIds.map((id) => names.get(id) ?? id))],
  })
}
