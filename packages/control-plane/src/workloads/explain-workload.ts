import { and, eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { explanations } from '../db/schema/explanations.ts'
import { projects } from '../db/schema/projects.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { must } from '../lib/invariant.ts'
import { findWorkload, type WorkloadRow } from './find-workload.ts'
import { describePhase } from './internal/describe-phase.ts'
import { hideNames } from './internal/hide-names.ts'
import { queueNames } from './reader-names.ts'
import { tellAdviceTo } from './tell-advice-to.ts'
import { Why, WorkloadRef, type WorkloadKind } from './schemas.ts'
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
    return { ...why, suggestions: advice === undefined ? null : await tellAdviceTo(ctx, workload, advice) }
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
