import { desc, eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { clusters } from '../db/schema/clusters.ts'
import { projects } from '../db/schema/projects.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { findWorkload } from '../workloads/find-workload.ts'
import { clusterIsConnected } from '../workloads/view-workloads.ts'
import { ListRuns, Run } from './schemas.ts'

const beneficiary = alias(workloads, 'beneficiary')
const theirProject = alias(projects, 'their_project')

export const listRuns = action({
  name: 'run.list',
  summary: 'The runs of a workload, newest first',
  rest: { method: 'get', path: '/workloads/{workload}/runs' },
  allow: 'workload:read',
  input: ListRuns,
  output: z.object({ items: z.array(Run) }),
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const { id } = await findWorkload(ctx, q, input)
      const rows = await q
        .select({
          run: runs,
          clusterName: clusters.name,
          connected: clusterIsConnected,
          by: beneficiary,
          project: theirProject,
        })
        .from(runs)
        .innerJoin(clusters, eq(clusters.id, runs.clusterId))
        .leftJoin(beneficiary, eq(beneficiary.id, runs.preemptedFor))
        .leftJoin(theirProject, eq(theirProject.id, beneficiary.projectId))
        .where(eq(runs.workloadId, id))
        .orderBy(desc(runs.generation))
        .limit(1000)
      return {
        items: rows.map(({ run, clusterName, connected, by, project }) => ({
          id: run.id,
          workloadId: run.workloadId,
          generation: run.generation,
          cluster: { id: run.clusterId, name: clusterName },
          nodes: run.nodeNames,
          phase: run.phase,
          reason: run.reason,
          message: run.message,
          exitCode: run.exitCode,
          replicas: (run.replicaStates ?? []).map((replica) => ({
            index: replica.index,
            phase: replica.phase,
            node: replica.node ?? null,
            exitCode: replica.exitCode ?? null,
            message: replica.message ?? null,
          })),
          progress: run.progress,
          figures: run.figures,
          result: run.result,
          address: run.address,
          requests: run.requests,
          assignedAt: run.assignedAt.toISOString(),
          startedAt: run.startedAt?.toISOString() ?? null,
          finishedAt: run.finishedAt?.toISOString() ?? null,
          observedAt: run.observedAt?.toISOString() ?? null,
          connected,
          roundId: run.roundId,
          // The name of the beneficiary is for those who may see it.
          preemptedFor:
            by && project
              ? ctx.access.can('workload:read', { departmentId: project.departmentId, projectId: project.id })
                ? { id: by.id, name: by.name, project: project.name }
                : { id: by.id, name: 'work of another project', project: '' }
              : null,
        })),
      }
    }),
})
