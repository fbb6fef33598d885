import type { WorkloadUpsert } from '@fairlead/scheduler'
import { and, eq, isNull } from 'drizzle-orm'
import type { DrizzleTx } from '../../db/connect.ts'
import { projects } from '../../db/schema/projects.ts'
import { runs } from '../../db/schema/runs.ts'
import { workloads } from '../../db/schema/workloads.ts'

/** Runs of a queue, and of what is below it, that cannot be preempted: what a limit takes nothing from. */
export async function heldRuns(q: DrizzleTx, { kind, id }: { kind: string; id: string }): Promise<WorkloadUpsert[]> {
  const rows = await q
    .select({ workload: workloads, run: runs })
    .from(workloads)
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .innerJoin(runs, eq(runs.id, workloads.currentRunId))
    .where(
      and(
        kind === 'project' ? eq(projects.id, id) : eq(projects.departmentId, id),
        eq(workloads.preemptible, false),
        isNull(runs.finishedAt),
      ),
    )
  return rows.map(({ workload, run }) => ({
    kind: 'workload',
    id: workload.id,
    queueId: workload.projectId,
    poolId: workload.nodePoolId,
    classKey: workload.classKey,
    submittedAt: 0,
    priority: workload.priority,
    preemptible: false,
    replicas: workload.replicas,
    requests: workload.requests,
    clusterIds: [],
    nodeSelector: {},
    tolerations: [],
    avoid: [],
    run: {
      id: run.id,
      clusterId: run.clusterId,
      nodeIds: run.nodeIds,
      stopping: false,
      ...(run.nodePoolId === null || run.nodePoolId === workload.nodePoolId ? {} : { poolId: run.nodePoolId }),
    },
  }))
}
