import type { WorkloadUpsert } from '@fairlead/scheduler'
import type { Context } from '../app/context.ts'
import { recordAudits } from '../audit/record.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { findByKeys, findRepeated, type KnownKeys } from './internal/find-repeated.ts'
import type { Prepared } from './internal/prepare-workload.ts'
import { refuseTakenNames } from './internal/refuse-taken-names.ts'
import { prepareWorkloads } from './prepare-workloads.ts'
import { recordEvents } from './record-event.ts'
import type { SubmitWorkload } from './schemas.ts'
import { upsertOf } from './upsert-of.ts'

/** One submission that is written now, or was before: `asked` is what the engine is told of it, undefined where it was before. */
export interface Inserted {
  id: string
  warnings: string[]
  asked: WorkloadUpsert | undefined
}

/**
 * Writes workloads, or finds those that were written under the same idempotency keys: row, spec, timeline, audit and news, in one statement
 * each. Answers their ids in the order given, with what stands against each of them. Throws for the first that cannot be; then none is written.
 */
export async function insertWorkloads(ctx: Context, tx: Tx, inputs: readonly SubmitWorkload[]): Promise<Inserted[]> {
  const { repeated, known: before } = await findRepeated(ctx, tx, inputs)
  const prepared = await prepareWorkloads(ctx, tx, inputs, repeated)
  const fresh = prepared.filter(({ row }) => !before.has(row.idempotencyKey))
  await refuseTakenNames(tx, fresh, inputs.length > 1)
  const written = new Set(await insertRows(tx, fresh))
  const mine = fresh.filter(({ row }) => written.has(row.id))
  await tellOf(ctx, tx, mine)
  // What is neither ours nor known from before was written by somebody else between our look and our write.
  const after =
    written.size === fresh.length
      ? before
      : await findByKeys(
          tx,
          prepared.map(({ row }) => row.idempotencyKey),
        )
  const answers = new Map(
    prepared.map((one) => {
      const { row, index, warnings } = one
      return [index, { id: idOf(row, written, after), warnings, asked: upsertOf(one, ctx.app.clock.now()) }]
    }),
  )
  return inputs.map((_, index) => {
    const id = repeated.get(index)
    return id === undefined
      ? must(answers.get(index), 'each is repeated or prepared')
      : { id, warnings: [], asked: undefined }
  })
}

function idOf(row: Prepared['row'], written: ReadonlySet<string>, known: KnownKeys): string {
  if (written.has(row.id)) return row.id
  const other = must(known.get(row.idempotencyKey), 'the key that stopped our insert exists')
  if (other.requestSha256 === row.requestSha256) return other.id
  throw new AppError('IDEMPOTENCY_MISMATCH', 'this idempotency key was used for another request', {
    hint: `use a new key, or look at the workload it made: ${other.id}`,
  })
}

async function insertRows(tx: Tx, fresh: readonly Prepared[]): Promise<string[]> {
  if (fresh.length === 0) return []
  const rows = await tx.q
    .insert(workloads)
    .values(fresh.map(({ row }) => row))
    .onConflictDoNothing({ target: [workloads.organizationId, workloads.idempotencyKey] })
    .returning({ id: workloads.id })
  return rows.map((row) => row.id)
}

async function tellOf(ctx: Context, tx: Tx, mine: readonly Prepared[]): Promise<void> {
  if (mine.length === 0) return
  const { organizationId } = ctx
  await tx.q.insert(workloadSpecs).values(
    mine.map(({ row, spec, clonedFrom }) => ({
      workloadId: row.id,
      organizationId,
      spec,
      clonedFrom: clonedFrom?.id ?? null,
    })),
  )
  await recordEvents(
    tx,
    mine.map(({ row, clonedFrom }) => ({
      organizationId,
      workloadId: row.id,
      phase: 'QUEUED',
      message: `submitted by ${ctx.actor.name}${clonedFrom ? ` as a clone of ${clonedFrom.name}` : ''}`,
    })),
  )
  await recordAudits(
    tx,
    ctx,
    mine.map(({ row, spec, project, clonedFrom }) => ({
      action: 'workload.submit',
      object: { kind: 'workload', id: row.id, name: row.name },
      data: {
        project: project.name,
        replicas: spec.replicas,
        resources: spec.resources,
        ...(clonedFrom ? { clonedFrom: clonedFrom.id } : {}),
      },
    })),
  )
  await tx.changed(
    'workload',
    mine.flatMap(({ row, clonedFrom }) => (clonedFrom ? [row.id, clonedFrom.id] : [row.id])),
  )
}
