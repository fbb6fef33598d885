import { eq, inArray } from 'drizzle-orm'
import type { Trial } from '@fairlead/scheduler'
import type { Context } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { nodes } from '../db/schema/nodes.ts'
import { projects } from '../db/schema/projects.ts'
import { workloads } from '../db/schema/workloads.ts'
import { hiderFor } from './reader-names.ts'
import type { Outlook } from './schemas.ts'

/** A trial in names, as far as the caller may see them: what they may not is counted and not named. */
export async function viewOutlook(
  ctx: Context,
  q: DrizzleTx,
  trial: Trial,
  { start, suggestions }: Pick<Outlook, 'start' | 'suggestions'>,
): Promise<Outlook> {
  const hide = await hiderFor(ctx, q)
  const { outcome, poolId, clusterId, permanent, explanation } = trial
  const [pool] = poolId === undefined ? [] : await q.select().from(nodePools).where(eq(nodePools.id, poolId))
  const [cluster] = clusterId === undefined ? [] : await q.select().from(clusters).where(eq(clusters.id, clusterId))
  const preemptions = await namePreempted(ctx, q, trial.preempted)
  const where = `${cluster ? ` in cluster ${cluster.name}` : ''}${pool ? `, pool ${pool.name}` : ''}`
  const stops = trial.preempted.length
  const headline = {
    STARTS: `it would start now${where}`,
    STARTS_AFTER_PREEMPTION: `it would start${where} as soon as ${stops === 1 ? 'one run has' : `${stops} runs have`} made room`,
    WAITS: hide(explanation?.message ?? 'it would wait'),
  }[outcome]
  return {
    outcome,
    headline,
    hint: explanation ? hide(explanation.hint) : null,
    permanent,
    nodePool: pool ? { id: pool.id, name: pool.name } : null,
    cluster: cluster ? { id: cluster.id, name: cluster.name } : null,
    nodes: await nameNodes(ctx, q, trial.nodeIds),
    start,
    preemptions,
    suggestions,
  }
}

async function nameNodes(ctx: Context, q: DrizzleTx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0 || !ctx.access.canSomewhere('cluster:read')) return []
  const rows = await q
    .select({ id: nodes.id, name: nodes.name })
    .from(nodes)
    .where(inArray(nodes.id, [...new Set(ids)]))
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return ids.map((id) => names.get(id) ?? id)
}

async function namePreempted(
  ctx: Context,
  q: DrizzleTx,
  preempted: Trial['preempted'],
): Promise<Outlook['preemptions']> {
  if (preempted.length === 0) return []
  const rows = await q
    .select({ id: workloads.id, name: workloads.name, project: projects })
    .from(workloads)
    .innerJoin(projects, eq(projects.id, workloads.projectId))
    .where(
      inArray(
        workloads.id,
        preempted.map(({ workloadId }) => workloadId),
      ),
    )
  const byProject = new Map<string, Outlook['preemptions'][number]>()
  for (const { name, project } of rows) {
    const place = { departmentId: project.departmentId, projectId: project.id }
    const isSeen = ctx.access.can('project:read', place)
    const key = isSeen ? project.name : 'another project'
    const entry = byProject.get(key) ?? { project: key, count: 0, workloads: [] }
    entry.count += 1
    if (ctx.access.can('workload:read', place)) entry.workloads.push(name)
    byProject.set(key, entry)
  }
  return [...byProject.values()].toSorted((a, b) => b.count - a.count || (a.project < b.project ? -1 : 1))
}
