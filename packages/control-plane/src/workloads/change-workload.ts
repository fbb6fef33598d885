import { eq, inArray } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { forecasts } from '../db/schema/forecasts.ts'
import { nodePools } from '../db/schema/node-pools.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
import { must } from '../lib/invariant.ts'
import { findProject } from '../projects/find-project.ts'
import { findWorkload, type WorkloadRow } from './find-workload.ts'
import type { Inserted } from './insert-workloads.ts'
import { changeSpec, type Changeable } from './internal/change-spec.ts'
import { changesBetween, tellChanges } from './internal/changes-between.ts'
import { checkWithEngine } from './internal/check-with-engine.ts'
import { classKey } from './internal/class-key.ts'
import { AVOID_MS, refuseLargeSpec } from './internal/prepare-workload.ts'
import { requireChangeable } from './internal/require-changeable.ts'
import { recordEvents } from './record-event.ts'
import { ChangeWorkload, SubmittedWorkload, type WorkloadKind } from './schemas.ts'
import type { StoredSpec } from './stored-spec.ts'
import { upsertOf } from './upsert-of.ts'
import { viewWorkloads } from './view-workloads.ts'
import { objectionsOf, readClusterFacts } from './warn-of-clusters.ts'
import { warnOfFleet } from './warn-of-fleet.ts'

export const changeWorkload = action({
  name: 'workload.change',
  summary: 'Change what a workload asks for; while it waits it keeps its place in the queue',
  rest: { method: 'patch', path: '/workloads/{workload}' },
  allow: 'workload:control',
  input: ChangeWorkload,
  output: SubmittedWorkload,
  run: async (ctx, input) => {
    const { changed, view } = await transaction(ctx, async (tx) => {
      const row = await findWorkload(ctx, tx.q, input, { permission: 'workload:control', lock: true })
      const changed = await change(ctx, tx, row, input)
      const [view] = await viewWorkloads(tx.q, { ids: [row.id] })
      return { changed, view: must(view, 'the workload was found') }
    })
    const [warnings] = await warnOfFleet(ctx, [changed])
    return { ...view, warnings: must(warnings, 'one in, one out') }
  },
})

/** Writes the change, where it is one, and answers what the fleet is asked about. */
async function change(ctx: Context, tx: Tx, row: WorkloadRow, input: ChangeWorkload): Promise<Inserted> {
  const [stored] = await tx.q.select().from(workloadSpecs).where(eq(workloadSpecs.workloadId, row.id))
  const { spec } = must(stored, 'every workload has a spec')
  const before: Changeable = { spec, labels: row.labels, priority: row.priority, preemptible: row.preemptible }
  const kind = row.kind as WorkloadKind
  const after = await changeSpec(tx.q, kind, before, input)
  const changes = changesBetween(before, after)
  requireChangeable(row, changes)
  if (changes.length === 0) return { id: row.id, warnings: [], asked: undefined }
  refuseLargeSpec(after.spec)
  const project = await findProject(ctx, tx.q, row.projectId)
  const facts = await readClusterFacts(tx.q, after.spec.placement.clusterIds)
  const { warnings, avoid } = objectionsOf(facts, { kind, namespace: project.namespace, spec: after.spec })
  const until = new Date(ctx.app.clock.now() + AVOID_MS).toISOString()
  const next = {
    ...fieldsOf(after),
    avoid: avoid.map((clusterId) => ({ clusterId, until })),
    classKey: classKey({ ...after, projectId: row.projectId, userId: row.createdBy }),
  }
  const asked = upsertOf({ ...after, row: { ...row, ...next }, project }, row.queuedAt.getTime())
  const weak = await checkWithEngine(tx.q, asked, await poolsOf(tx.q, after.spec.placement))
  await write(tx, row, after, next)
  await tell(ctx, tx, row, project.name, changes)
  return { id: row.id, warnings: [...warnings, ...weak], asked: row.phase === 'QUEUED' ? asked : undefined }
}

async function poolsOf(q: Tx['q'], { nodePoolId, fallbackPoolIds = [] }: StoredSpec['placement']) {
  return await q
    .select()
    .from(nodePools)
    .where(inArray(nodePools.id, [nodePoolId, ...fallbackPoolIds]))
}

function fieldsOf({ spec, labels, priority, preemptible }: Changeable) {
  const { replicas, resources, placement } = spec
  return { labels, priority, preemptible, replicas, requests: resources, nodePoolId: placement.nodePoolId }
}

/** Room that is held for it, and what was foreseen, were for what it asked before. */
async function write(
  tx: Tx,
  row: WorkloadRow,
  { spec }: Changeable,
  next: ReturnType<typeof fieldsOf> & Pick<WorkloadRow, 'avoid' | 'classKey'>,
): Promise<void> {
  await tx.q.update(workloadSpecs).set({ spec }).where(eq(workloadSpecs.workloadId, row.id))
  const isSame = next.classKey === row.classKey
  await tx.q
    .update(workloads)
    .set({ ...next, ...(isSame ? {} : { nomination: null }) })
    .where(eq(workloads.id, row.id))
  if (!isSame) await tx.q.delete(forecasts).where(eq(forecasts.workloadId, row.id))
}

async function tell(
  ctx: Context,
  tx: Tx,
  row: WorkloadRow,
  project: string,
  changes: ReturnType<typeof changesBetween>,
): Promise<void> {
  await recordEvents(tx, [
    {
      organizationId: ctx.organizationId,
      workloadId: row.id,
      phase: row.phase,
      message: `changed by ${ctx.actor.name}: ${tellChanges(changes)}`,
      data: { changes },
    },
  ])
  const object = { kind: 'workload', id: row.id, name: row.name }
  await recordAudit(tx, ctx, 'workload.change', object, { project, changes })
  await tx.changed('workload', row.id)
}
