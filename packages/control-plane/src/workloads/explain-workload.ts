import { and, eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { departments } from '../db/schema/departments.ts'
import { explanations } from '../db/schema/explanations.ts'
import { projects } from '../db/schema/projects.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import { must } from '../lib/invariant.ts'
import { findWorkload, type WorkloadRow } from './find-workload.ts'
import { describePhase } from './internal/describe-phase.ts'
import { Why, WorkloadRef, type WorkloadKind } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'
import { objectionsOf, readClusterFacts } from './warn-of-clusters.ts'

export const explainWorkload = action({
  name: 'workload.why',
  summary: 'Why a workload waits, in one sentence with numbers, and what would help',
  rest: { method: 'get', path: '/workloads/{workload}/why' },
  allow: 'workload:read',
  input: WorkloadRef,
  output: Why,
  run: (ctx, input) =>
    transaction(ctx, async ({ q }) => {
      const row = await findWorkload(ctx, q, input)
      const [view] = await viewWorkloads(q, { ids: [row.id] })
      const workload = must(view, 'the workload was found')
      const nothing = { gates: [], holders: [], position: null, round: null, permanent: false, warnings: [] }
      if (row.phase !== 'QUEUED') {
        const { headline, hint } = describePhase(workload)
        return { workload, headline, hint, ...nothing }
      }
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
        return {
          workload,
          headline: 'it waits for the next scheduling round',
          hint: null,
          ...nothing,
          position,
          warnings,
        }
      }
      const names = new Map<string, string>()
      for (const project of await q.select().from(projects)) {
        const isSeen = ctx.access.can('project:read', { departmentId: project.departmentId, projectId: project.id })
        names.set(project.id, isSeen ? project.name : 'another project')
      }
      for (const department of await q.select().from(departments)) names.set(department.id, department.name)
      const { explanation } = found
      return {
        workload,
        headline: explanation.message,
        hint: explanation.hint,
        permanent: explanation.permanent,
        gates: explanation.gates.map((gate) => ({
          gate: gate.gate,
          state: gate.state,
          subject: gate.subject ?? null,
          numbers: { ...gate.numbers },
          text: gate.text,
        })),
        holders: explanation.holders.map((holder) => ({
          queue: names.get(holder.queueId) ?? 'another project',
          resource: holder.resource,
          amount: holder.amount,
        })),
        position,
        warnings,
        round: { id: found.roundId, at: found.at.toISOString() },
      }
    }),
})

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
