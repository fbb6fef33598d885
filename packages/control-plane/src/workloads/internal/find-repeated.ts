import { inArray } from 'drizzle-orm'
import type { Context } from '../../app/context.ts'
import { workloads } from '../../db/schema/workloads.ts'
import type { Tx } from '../../db/tx.ts'
import { findProject } from '../../projects/find-project.ts'
import type { SubmitWorkload } from '../schemas.ts'
import { requestSha256 } from './request-sha256.ts'

/** What was written before, by its key. */
export type KnownKeys = ReadonlyMap<string, { id: string; requestSha256: string }>

/**
 * Those that were written before, word for word, by their place in the list. They are not looked at again: what they name may have been deleted since, and the
 * answer to a repeated request is the workload that it made. `known` has all that was written under these keys.
 */
export async function findRepeated(
  ctx: Context,
  tx: Tx,
  inputs: readonly SubmitWorkload[],
): Promise<{ repeated: ReadonlyMap<number, string>; known: KnownKeys }> {
  const repeated = new Map<number, string>()
  const known = await findByKeys(
    tx,
    inputs.flatMap(({ idempotencyKey }) => idempotencyKey ?? []),
  )
  for (const [index, input] of inputs.entries()) {
    const found = known.get(input.idempotencyKey ?? '')
    if (!found || found.requestSha256 !== requestSha256(input)) continue
    await findProject(ctx, tx.q, input.project, 'workload:submit')
    repeated.set(index, found.id)
  }
  return { repeated, known }
}

/** What was written under these keys. */
export async function findByKeys(tx: Tx, keys: readonly string[]): Promise<KnownKeys> {
  if (keys.length === 0) return new Map()
  const rows = await tx.q
    .select({ id: workloads.id, key: workloads.idempotencyKey, requestSha256: workloads.requestSha256 })
    .from(workloads)
    .where(inArray(workloads.idempotencyKey, [...keys]))
  return new Map(rows.map(({ key, ...found }) => [key, found]))
}
