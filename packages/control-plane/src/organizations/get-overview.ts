import { and, asc, eq, gte, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { z } from 'zod'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import { addAmounts, multiplyAmounts } from '../common/amounts.ts'
import { isPresent } from '../clusters/is-present.ts'
import { agentSessions } from '../db/schema/agent-sessions.ts'
import { clusters } from '../db/schema/clusters.ts'
import { explanations } from '../db/schema/explanations.ts'
import { nodes } from '../db/schema/nodes.ts'
import { projects } from '../db/schema/projects.ts'
import { runs } from '../db/schema/runs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { findDepartment } from '../departments/find-department.ts'
import type { Reach } from '../identity/access.ts'
import { findProject } from '../projects/find-project.ts'
import { schedulerStatus } from '../scheduling/scheduler-status.ts'
import { GetOverview, Overview } from './schemas.ts'

export const getOverview = action({
  name: 'organization.overview',
  summary: 'What is happening right now',
  rest: { method: 'get', path: '/overview' },
  allow: 'organization:read',
  input: GetOverview,
  output: Overview,
  run: async (ctx, input) => {
    const scheduler = await schedulerStatus(ctx.app.database)
    return await transaction(ctx, async ({ q }) => {
      const scope = await scopeOf(ctx, q, input)
      // What others do is theirs; how much of the clusters is taken is everybody's.
      const seen = and(scope, inReach(ctx.access.reach('workload:read')))
      const all = await q
        .select({ id: clusters.id })
        .from(clusters)
        .where(sql`${clusters.state} <> 'revoked'`)
      const online = await q
        .selectDistinct({ id: agentSessions.clusterId })
        .from(agentSessions)
        .where(sql`${agentSessions.leaseUntil} > now()`)
      const present = await q
        .select({ ready: nodes.ready, allocatable: nodes.allocatable })
        .from(nodes)
        .where(isPresent)
      const live = await q
        .select({ requests: runs.requests, replicas: sql<number>`sum(${runs.replicas})::int` })
        .from(runs)
        .innerJoin(projects, eq(projects.id, runs.projectId))
        .where(and(isNull(runs.finishedAt), scope))
        .groupBy(runs.requests)
      const total = addAmounts(present.map((node) => node.allocatable))
      const allocated = addAmounts(live.map((run) => multiplyAmounts(run.requests, run.replicas)))
      const counts = await q
        .select({ phase: workloads.phase, count: sql<number>`count(*)::int` })
        .from(workloads)
        .innerJoin(projects, eq(projects.id, workloads.projectId))
        .where(and(or(isNull(workloads.finishedAt), gte(workloads.finishedAt, sql`now() - interval '24 hours'`)), seen))
        .groupBy(workloads.phase)
      const [oldest] = await q
        .select({ workload: workloads, project: projects.name, explanation: explanations.explanation })
        .from(workloads)
        .innerJoin(projects, eq(projects.id, workloads.projectId))
        .leftJoin(
          explanations,
          and(eq(explanations.organizationId, workloads.organizationId), eq(explanations.classKey, workloads.classKey)),
        )
        .where(and(eq(workloads.phase, 'QUEUED'), seen))
        .orderBy(asc(workloads.submittedAt))
        .limit(1)
      return {
        clusters: { total: all.length, connected: online.length },
        nodes: { total: present.length, ready: present.filter((node) => node.ready).length },
        capacity: Object.fromEntries(
          Object.entries(total).map(([name, amount]) => [name, { total: amount, allocated: allocated[name] ?? 0 }]),
        ),
        workloads: Object.fromEntries(counts.map(({ phase, count }) => [phase, count])),
        oldestWaiting: oldest
          ? {
              id: oldest.workload.id,
              name: oldest.workload.name,
              project: oldest.project,
              since: oldest.workload.submittedAt.toISOString(),
              message: oldest.explanation?.message ?? null,
            }
          : null,
        ...scheduler,
        asOf: new Date(ctx.app.clock.now()).toISOString(),
      }
    })
  },
})

/** On `projects`: those that were asked for. */
async function scopeOf(ctx: Context, q: DrizzleTx, input: z.output<typeof GetOverview>): Promise<SQL | undefined> {
  const project = input.project === undefined ? undefined : await findProject(ctx, q, input.project)
  const department = input.department === undefined ? undefined : await findDepartment(q, input.department)
  return and(project && eq(projects.id, project.id), department && eq(projects.departmentId, department.id))
}

function inReach(reach: Reach): SQL | undefined {
  if (reach === 'all') return undefined
  return or(
    sql`false`,
    reach.departmentIds.length > 0 ? inArray(projects.departmentId, reach.departmentIds) : undefined,
    reach.projectIds.length > 0 ? inArray(projects.id, reach.projectIds) : undefined,
  )
}
