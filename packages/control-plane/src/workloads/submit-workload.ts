import { createHash } from 'node:crypto'
import { and, eq, inArray } from 'drizzle-orm'
import { action } from '../api/action.ts'
import { transaction, type Context } from '../api/context.ts'
import { recordAudit } from '../audit/record.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { findProject } from '../projects/find-project.ts'
import { classKey } from './internal/class-key.ts'
import { refuseSecrets } from './internal/refuse-secrets.ts'
import { resolveSpec } from './internal/store-spec.ts'
import { recordEvents } from './record-event.ts'
import { SubmitWorkload, Workload } from './schemas.ts'
import { viewWorkloads } from './view-workloads.ts'

export const submitWorkload = action({
  name: 'workload.submit',
  summary: 'Submit a workload; the same idempotency key answers the same workload',
  rest: { method: 'post', path: '/workloads', status: 201 },
  allow: 'workload:submit',
  input: SubmitWorkload,
  output: Workload,
  run: async (ctx, input) => {
    refuseSecrets(input.spec.env, [...input.spec.command, ...input.spec.args])
    return await transaction(ctx, async (tx) => {
      const id = await insertWorkload(ctx, tx, input)
      const [view] = await viewWorkloads(tx.q, { ids: [id] })
      return must(view, 'the workload was written in this transaction')
    })
  },
})

/** Writes one workload, or finds the one that was written under the same key. Answers its id. */
export async function insertWorkload(ctx: Context, tx: Tx, input: SubmitWorkload): Promise<string> {
  const project = await findProject(ctx, tx.q, input.project, 'workload:submit')
  if (project.archivedAt !== null) {
    throw new AppError('CONFLICT', `the project "${project.name}" is archived and takes no work`)
  }
  const { idempotencyKey, ...request } = input
  const requestSha256 = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  const key = idempotencyKey ?? newId()
  const known = idempotencyKey === undefined ? undefined : await findByKey(tx, key)
  if (known) return sameRequest(known, requestSha256)

  const { spec, nodePool, priority, preemptible } = await resolveSpec(tx.q, input)
  const id = newId()
  const name = input.name ?? `${input.kind}-${id.slice(-8)}`
  if (input.name !== undefined) await refuseTakenName(tx, project.id, name)
  const [row] = await tx.q
    .insert(workloads)
    .values({
      id,
      organizationId: ctx.organizationId,
      projectId: project.id,
      nodePoolId: nodePool.id,
      name,
      kind: input.kind,
      priority,
      preemptible,
      replicas: spec.replicas,
      requests: spec.resources,
      classKey: classKey({ projectId: project.id, priority, preemptible, spec }),
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
      idempotencyKey: key,
      requestSha256,
    })
    .onConflictDoNothing({ target: [workloads.organizationId, workloads.idempotencyKey] })
    .returning({ id: workloads.id })
  // Somebody else wrote it under the same key between our look and our write.
  if (!row) return sameRequest(must(await findByKey(tx, key), 'the key that stopped our insert exists'), requestSha256)
  await tx.q.insert(workloadSpecs).values({ workloadId: id, organizationId: ctx.organizationId, spec })
  await recordEvents(tx, [
    { organizationId: ctx.organizationId, workloadId: id, phase: 'QUEUED', message: `submitted by ${ctx.actor.name}` },
  ])
  const object = { kind: 'workload', id, name }
  await recordAudit(tx, ctx, 'workload.submit', object, {
    project: project.name,
    replicas: spec.replicas,
    resources: spec.resources,
  })
  await tx.changed('workload', id)
  return id
}

async function findByKey(tx: Tx, key: string) {
  const [row] = await tx.q
    .select({ id: workloads.id, requestSha256: workloads.requestSha256 })
    .from(workloads)
    .where(eq(workloads.idempotencyKey, key))
  return row
}

function sameRequest(known: { id: string; requestSha256: string }, requestSha256: string): string {
  if (known.requestSha256 === requestSha256) return known.id
  throw new AppError('IDEMPOTENCY_MISMATCH', 'this idempotency key was used for another request', {
    hint: `use a new key, or look at the workload it made: ${known.id}`,
  })
}

async function refuseTakenName(tx: Tx, projectId: string, name: string): Promise<void> {
  const [taken] = await tx.q
    .select({ id: workloads.id })
    .from(workloads)
    .where(
      and(
        eq(workloads.projectId, projectId),
        eq(workloads.name, name),
        inArray(workloads.phase, ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUSPENDED', 'CANCELLING']),
      ),
    )
    .limit(1)
  if (taken) {
    throw new AppError('CONFLICT', `an unfinished workload of this project is called "${name}" already`, {
      hint: 'choose another name, leave it out to get one made, or cancel the other first',
    })
  }
}
