import { and, inArray } from 'drizzle-orm'
import type { Context } from '../app/context.ts'
import { recordAudits } from '../audit/record.ts'
import { refuseSecrets } from '../common/refuse-secrets.ts'
import { workloadSpecs } from '../db/schema/workload-specs.ts'
import { workloads } from '../db/schema/workloads.ts'
import type { Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { must } from '../lib/invariant.ts'
import { newLookups, prepareWorkload, type Prepared } from './internal/prepare-workload.ts'
import { recordEvents } from './record-event.ts'
import type { SubmitWorkload } from './schemas.ts'

/**
 * Writes workloads, or finds those that were written under the same idempotency keys: row, spec, timeline, audit and news, in one statement
 * each. Answers their ids in the order given, with what stands against each of them. Throws for the first that cannot be; then none is written.
 */
export async function insertWorkloads(
  ctx: Context,
  tx: Tx,
  inputs: readonly SubmitWorkload[],
): Promise<{ id: string; warnings: string[] }[]> {
  const prepared = await prepareWorkloads(ctx, tx, inputs)
  const before = await findByKeys(tx, prepared)
  const fresh = prepared.filter(({ row }) => !before.has(row.idempotencyKey))
  await refuseTakenNames(tx, prepared, before)
  const written = new Set(await insertRows(tx, fresh))
  const mine = fresh.filter(({ row }) => written.has(row.id))
  await tellOf(ctx, tx, mine)
  // What is neither ours nor known from before was written by somebody else between our look and our write.
  const after = written.size === fresh.length ? before : await findByKeys(tx, prepared)
  return prepared.map(({ row, warnings }) => {
    if (written.has(row.id)) return { id: row.id, warnings }
    const other = must(after.get(row.idempotencyKey), 'the key that stopped our insert exists')
    if (other.requestSha256 === row.requestSha256) return { id: other.id, warnings }
    throw new AppError('IDEMPOTENCY_MISMATCH', 'this idempotency key was used for another request', {
      hint: `use a new key, or look at the workload it made: ${other.id}`,
    })
  })
}

/** Checks every one against the world and writes nothing. Throws for the first that cannot be. */
export async function prepareWorkloads(ctx: Context, tx: Tx, inputs: readonly SubmitWorkload[]): Promise<Prepared[]> {
  const known = newLookups()
  const prepared: Prepared[] = []
  for (const [index, input] of inputs.entries()) {
    prepared.push(
      await naming(inputs.length > 1 ? index : undefined, async () => {
        const { env, command, args, config, build } = input.spec
        refuseSecrets({
          'spec.env': env,
          'spec.command': command,
          'spec.args': args,
          'spec.config': config,
          'spec.build': build,
        })
        return await prepareWorkload(ctx, tx.q, input, known)
      }),
    )
  }
  return prepared
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
  await tx.q.insert(workloadSpecs).values(mine.map(({ row, spec }) => ({ workloadId: row.id, organizationId, spec })))
  await recordEvents(
    tx,
    mine.map(({ row }) => ({
      organizationId,
      workloadId: row.id,
      phase: 'QUEUED',
      message: `submitted by ${ctx.actor.name}`,
    })),
  )
  await recordAudits(
    tx,
    ctx,
    mine.map(({ row, spec, project }) => ({
      action: 'workload.submit',
      object: { kind: 'workload', id: row.id, name: row.name },
      data: { project: project.name, replicas: spec.replicas, resources: spec.resources },
    })),
  )
  await tx.changed(
    'workload',
    mine.map(({ row }) => row.id),
  )
}

async function findByKeys(
  tx: Tx,
  prepared: readonly Prepared[],
): Promise<Map<string, { id: string; requestSha256: string }>> {
  const rows = await tx.q
    .select({ id: workloads.id, key: workloads.idempotencyKey, requestSha256: workloads.requestSha256 })
    .from(workloads)
    .where(
      inArray(
        workloads.idempotencyKey,
        prepared.map(({ row }) => row.idempotencyKey),
      ),
    )
  return new Map(rows.map(({ key, ...found }) => [key, found]))
}

async function refuseTakenNames(
  tx: Tx,
  prepared: readonly Prepared[],
  known: ReadonlyMap<string, unknown>,
): Promise<void> {
  const isFresh = ({ isNamed, row }: Prepared) => isNamed && !known.has(row.idempotencyKey)
  const names = prepared.filter(isFresh).map(({ row }) => row.name)
  if (names.length === 0) return
  const rows = await tx.q
    .select({ projectId: workloads.projectId, name: workloads.name })
    .from(workloads)
    .where(
      and(
        inArray(workloads.name, names),
        inArray(workloads.phase, ['QUEUED', 'ASSIGNED', 'STARTING', 'RUNNING', 'SUSPENDED', 'CANCELLING']),
      ),
    )
  const taken = new Set(rows.map((row) => `${row.projectId} ${row.name}`))
  for (const [index, one] of prepared.entries()) {
    if (!isFresh(one)) continue
    const { projectId, name } = one.row
    await naming(prepared.length > 1 ? index : undefined, () => {
      if (!taken.has(`${projectId} ${name}`)) return Promise.resolve()
      throw new AppError('CONFLICT', `an unfinished workload of this project is called "${name}" already`, {
        hint: 'choose another name, leave it out to get one made, or cancel the other first',
      })
    })
    taken.add(`${projectId} ${name}`)
  }
}

/** Makes a refusal of one of many say which one. */
async function naming<T>(index: number | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (index === undefined || !(error instanceof AppError)) throw error
    const issues = error.issues.map(({ path, message }) => ({ path: `workloads.${index}.${path}`, message }))
    const hint = error.hint === null ? {} : { hint: error.hint }
    throw new AppError(error.code, `workloads.${index}: ${error.message}`, { ...hint, issues, cause: error })
  }
}
