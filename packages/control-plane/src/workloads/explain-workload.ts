import { and, eq, inArray, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import type { Advice } from '../app/advisor.ts'
import { transaction, type Context } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { clusters } from '../db/schema/clusters.ts'
import { departments } from '../db/schema/departments.ts'
import { explanations } from '../db/schema/explanations.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { nodes } from '../db/schema/nodes.ts'
import { projects } from '../db/schema/projects.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { must } from '../lib/invariant.ts'
import { findWorkload, type WorkloadRow } from './find-workload.ts'
import type { KnownNames } from './internal/command-for.ts'
import { describePhase } from './internal/describe-phase.ts'
import { hideNames } from './internal/hide-names.ts'
import { tellAdvice } from './internal/tell-advice.ts'
import { Why, WorkloadRef, type Suggestion, type Workload, type WorkloadKind } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'
import { objectionsOf, readClusterFacts } from './warn-of-clusters.ts'

/** An answer without suggestions now is better than one with them much later; they are there when it is asked again. */
const ADVICE_MS_MAX = 3_000

export const explainWorkload = action({
  name: 'workload.why',
  summary: 'Why a workload waits, in one sentence with numbers, and what would help',
  rest: { method: 'get', path: '/workloads/{workload}/why' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: Why,
  run: async (ctx, input) => {
    const why = await transaction(ctx, async ({ q }) => {
      const row = await findWorkload(ctx, q, input)
      const [view] = await viewWorkloads(q, { ids: [row.id] })
      const workload = must(view, 'the workload was found')
      if (row.phase === 'QUEUED') return { workload, ...(await explainWait(ctx, q, row)) }
      const { headline, hint } = describePhase(workload)
      const nothing = { gates: [], holders: [], position: null, round: null, permanent: false, warnings: [] }
      return { workload, headline, hint, ...nothing }
    })
    const { workload } = why
    if (workload.status.phase !== 'QUEUED') return { ...why, suggestions: [] }
    const signal = AbortSignal.any([ctx.signal, AbortSignal.timeout(ADVICE_MS_MAX)])
    const advice = await ctx.app.advisor.suggest(ctx.organizationId, workload.id, signal)
    return { ...why, suggestions: advice === undefined ? null : await tell(ctx, workload, advice) }
  },
})

async function explainWait(
  ctx: Context,
  q: DrizzleTx,
  row: WorkloadRow,
): Promise<Omit<Why, 'workload' | 'suggestions'>> {
  const warnings = await warningsOf(q, row)
  const [found] = await q
    .select()
    .from(explanations)
    .where(and(eq(explanations.classKey, row.classKey)))
  const [place] = await q.execute<{ ahead: number; total: number }>(sql`
    select count(*) filter (where (-priority, queued_at, id) < (select -priority, queued_at, id from workloads where id = ${row.id}::uuid))::int as ahead,
           count(*)::int as total
    from ${workloads} where project_id = ${row.projectId} and node_pool_id = ${row.nodePoolId} and phase = 'QUEUED'`)
  const position = place ? { ahead: place.ahead, of: place.total } : null
  if (!found) {
    const headline = 'it waits for the next scheduling round'
    return { headline, hint: null, gates: [], holders: [], permanent: false, round: null, position, warnings }
  }
  const { seen, hidden } = await queueNames(ctx, q)
  const hiddenNames = [...hidden.values()]
  const { explanation } = found
  return {
    headline: hideNames(explanation.message, hiddenNames),
    hint: hideNames(explanation.hint, hiddenNames),
    permanent: explanation.permanent,
    gates: explanation.gates.map((gate) => ({
      gate: gate.gate,
      state: gate.state,
      subject: gate.subject === undefined ? null : hideNames(gate.subject, hiddenNames),
      numbers: { ...gate.numbers },
      text: hideNames(gate.text, hiddenNames),
    })),
    holders: explanation.holders.map((holder) => ({
      queue: seen.projects.get(holder.queueId) ?? seen.departments.get(holder.queueId) ?? 'another project',
      resource: holder.resource,
      amount: holder.amount,
    })),
    position,
    warnings,
    round: { id: found.roundId, at: found.at.toISOString() },
  }
}

/** Projects and departments by id, apart those that the reader may not see. */
async function queueNames(
  ctx: Context,
  q: DrizzleTx,
): Promise<{ seen: Pick<KnownNames, 'projects' | 'departments'>; hidden: Map<string, string> }> {
  const hidden = new Map<string, string>()
  const seen = new Map<string, string>()
  for (const { id, name, departmentId } of await q.select().from(projects)) {
    const isSeen = ctx.access.can('project:read', { departmentId, projectId: id })
    ;(isSeen ? seen : hidden).set(id, name)
  }
  return { seen: { projects: seen, departments: namesOf(await q.select().from(departments)) }, hidden }
}

/** The advice in a transaction of its own: none is held open while the engine works. */
function tell(ctx: Context, workload: Workload, advice: readonly Advice[]): Promise<Suggestion[]> {
  return transaction(ctx, async ({ q }) => {
    const { seen, hidden } = await queueNames(ctx, q)
    const nodeIds = advice.flatMap(({ changes }) =>
      changes.flatMap((change) => (change.kind === 'node' ? [change.nodeId] : [])),
    )
    const names: KnownNames = {
      ...seen,
      workload: { name: workload.name, project: workload.project.name },
      pools: namesOf(await q.select({ id: nodePools.id, name: nodePools.name }).from(nodePools)),
      clusters: namesOf(await q.select({ id: clusters.id, name: clusters.name }).from(clusters)),
      nodes: namesOf(await q.select({ id: nodes.id, name: nodes.name }).from(nodes).where(inArray(nodes.id, nodeIds))),
    }
    return tellAdvice(advice, names, hidden)
  })
}

function namesOf(rows: readonly { id: string; name: string }[]): Map<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What its clusters say against it now, which the scheduler does not know: their agents' policies and engines. */
async function warningsOf(q: DrizzleTx, row: WorkloadRow): Promise<string[]> {
  const [stored] = await q
    .select({ spec: workloadSpecs.spec, namespace: projects.namespace })
    .from(workloadSpecs)
    .innerJoin(projects, eq(projects.id, row.projectId))
    .where(eq(workloadSpecs.workloadId, row.id))
  const { spec, namespace } = must(stored, 'every workload has a spec')
  const facts = await readClusterFacts(q, spec.placement.clusterIds)
  return objectionsOf(facts, { kind: row.kind as WorkloadKind, namespace, spec }).warnings
}
