import { eq, inArray } from 'drizzle-orm'
import type { Advice } from '../app/advisor.ts'
import { transaction, type Context } from '../app/context.ts'
import { clusters } from '../db/schema/clusters.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { nodes } from '../db/schema/nodes.ts'
import { projects } from '../db/schema/projects.ts'
import type { KnownNames } from './internal/command-for.ts'
import { tellAdvice } from './internal/tell-advice.ts'
import { namesOf, queueNames } from './reader-names.ts'
import type { Suggestion, Workload } from './schemas.ts'

/** The advice about a workload, by its name if it was submitted; in a transaction of its own: none is held open while the engine works. */
export function tellAdviceTo(
  ctx: Context,
  workload: Pick<Workload, 'name' | 'project' | 'requests'> | undefined,
  advice: readonly Advice[],
): Promise<Suggestion[]> {
  return transaction(ctx, async ({ q }) => {
    const { seen, hidden } = await queueNames(ctx, q)
    const nodeIds = advice.flatMap(({ changes }) =>
      changes.flatMap((change) => (change.kind === 'node' ? [change.nodeId] : [])),
    )
    const [project] = workload ? await q.select().from(projects).where(eq(projects.id, workload.project.id)) : []
    const names: KnownNames = {
      ...seen,
      workload: {
        name: workload?.name ?? '',
        project: workload?.project.name ?? '',
        requests: workload?.requests ?? {},
        projectRules: project?.clusterRules ?? [],
      },
      pools: namesOf(await q.select({ id: nodePools.id, name: nodePools.name }).from(nodePools)),
      clusters: namesOf(await q.select({ id: clusters.id, name: clusters.name }).from(clusters)),
      nodes: namesOf(await q.select({ id: nodes.id, name: nodes.name }).from(nodes).where(inArray(nodes.id, nodeIds))),
    }
    const told = tellAdvice(advice, names, hidden)
    // What nobody has submitted, no command can change.
    if (workload === undefined) {
      for (const one of told) if (one.changes.some(({ kind }) => kind === 'workload')) one.command = null
    }
    return told
  })
}
