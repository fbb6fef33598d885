import type { ReplicaStatus } from '@fairlead/protocol'
import { and, desc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { explanations } from '../db/schema/explanations.ts'
import { forecasts } from '../db/schema/forecasts.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { projects } from '../db/schema/projects.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { StartEstimate } from '../common/schemas.ts'
import type { Workload } from './schemas.ts'
import { hintOfEnd, hintOfStart } from './hints.ts'
import { hasRun, isFinal } from './transition.ts'

/** True while an agent of the cluster is in contact. */
export const clusterIsConnected = sql<boolean>`exists (
  select 1 from agent_sessions s where s.cluster_id = ${clusters.id} and s.lease_until > now())`

const EXPLAINED = and(
  eq(explanations.organizationId, workloads.organizationId),
  eq(explanations.classKey, workloads.classKey),
  eq(workloads.phase, 'QUEUED'),
)

/** How many workloads there are of which `where` holds. */
export async function countWorkloads(q: DrizzleTx, where: SQL | undefined): Promise<number> {
  const [found] = await q
    .select({ count: sql<number>`count(*)::int` })
    .from(workloads)
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .innerJoin(nodePools, eq(nodePools.id, workloads.nodePoolId))
    .leftJoin(runs, eq(runs.id, workloads.currentRunId))
    .leftJoin(clusters, eq(clusters.id, runs.clusterId))
    .leftJoin(explanations, EXPLAINED)
    .where(where)
  return found?.count ?? 0
}

/** Workloads as the API answers them, newest first. Reading rights are the caller's to check, by `where`. */
export async function viewWorkloads(
  q: DrizzleTx,
  options: { ids?: readonly string[]; where?: SQL | undefined; limit?: number },
): Promise<Workload[]> {
  const rows = await q
    .select({
      workload: workloads,
      projectName: projects.name,
      poolName: nodePools.name,
      run: runs,
      clusterName: clusters.name,
      connected: clusterIsConnected,
      explanation: explanations.explanation,
      forecast: forecasts,
    })
    .from(workloads)
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .innerJoin(nodePools, eq(nodePools.id, workloads.nodePoolId))
    .leftJoin(runs, eq(runs.id, workloads.currentRunId))
    .leftJoin(clusters, eq(clusters.id, runs.clusterId))
    .leftJoin(explanations, EXPLAINED)
    .leftJoin(forecasts, and(eq(forecasts.workloadId, workloads.id), eq(workloads.phase, 'QUEUED')))
    .where(and(options.ids ? inArray(workloads.id, [...options.ids]) : undefined, options.where))
    .orderBy(desc(workloads.id))
    .limit(options.limit ?? 1000)
  return rows.map(({ workload: w, projectName, poolName, run, clusterName, connected, explanation, forecast }) => {
    const isLive = hasRun(w.phase)
    // What a cluster says on the way to running is the run's: the workload's own row knows phases alone.
    const isStarting = w.phase === 'STARTING' && run !== null
    return {
      id: w.id,
      name: w.name,
      kind: w.kind,
      project: { id: w.projectId, name: projectName },
      nodePool: { id: w.nodePoolId, name: poolName },
      status: {
        phase: w.phase,
        reason: explanation?.reason ?? w.reason ?? (isStarting ? run.reason : null),
        message: explanation?.message ?? w.message ?? (isStarting ? run.message : null),
        hint:
          explanation?.hint ??
          (w.phase === 'FAILED' ? hintOfEnd(w.reason, w.name) : isStarting ? hintOfStart(run.reason) : null),
        since: w.phaseSince.toISOString(),
        connected: isLive ? connected : null,
        observedAt: run?.observedAt?.toISOString() ?? null,
        generation: w.generation,
        exitCode: w.exitCode,
        retryable: isFinal(w.phase) ? w.retryable : null,
      },
      cluster: run && clusterName !== null ? { id: run.clusterId, name: clusterName } : null,
      nodes: run?.nodeNames ?? [],
      runId: run?.id ?? null,
      progress: run?.progress ?? null,
      address: isLive ? (run?.address ?? null) : null,
      labels: w.labels,
      priority: w.priority,
      preemptible: w.preemptible,
      replicas: w.replicas,
      replicasRunning: isLive ? countRunning(run?.replicaStates) : null,
      requests: w.requests,
      submittedAt: w.submittedAt.toISOString(),
      startEstimate: forecast && forecast.madeAt >= w.phaseSince ? viewEstimate(forecast) : null,
      startedAt: w.firstStartedAt?.toISOString() ?? null,
      finishedAt: w.finishedAt?.toISOString() ?? null,
      failures: w.failures,
      preemptions: w.preemptions,
      createdBy: { id: w.createdBy, name: w.createdByName },
    }
  })
}

function countRunning(states: readonly ReplicaStatus[] | null | undefined): number | null {
  return states?.filter(({ phase }) => phase === 'RUNNING').length ?? null
}

function viewEstimate({ p50, p90, samples, madeAt }: typeof forecasts.$inferSelect): StartEstimate {
  return { p50: p50?.toISOString() ?? null, p90: p90?.toISOString() ?? null, samples, madeAt: madeAt.toISOString() }
}
