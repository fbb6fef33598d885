import type { z } from 'zod'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError } from '../../lib/app-error.ts'
import { findWorkload, type WorkloadRow } from '../../workloads/find-workload.ts'
import type { MoveWorkload } from '../schemas.ts'
import type { Spot } from './read-neighbours.ts'

/** Where a request wants a workload to stand. Throws what is wrong with that: places compare only inside one project, pool and priority. */
export async function findSpot(
  ctx: Context,
  q: DrizzleTx,
  row: WorkloadRow,
  input: z.output<typeof MoveWorkload>,
): Promise<Spot> {
  const { before, after, to } = input
  if ([before, after, to].filter((given) => given !== undefined).length !== 1) {
    throw new AppError('VALIDATION', 'say where to: one of before, after and to', {
      hint: 'for example {"to": "first"}, or {"before": "<another workload>"}',
    })
  }
  if (to !== undefined) return { to }
  const other = await findWorkload(ctx, q, { workload: before ?? after ?? '', project: row.projectId }).catch(
    // It may stand elsewhere: then the refusal says so.
    async () => await findWorkload(ctx, q, { workload: before ?? after ?? '' }),
  )
  const side = before === undefined ? 'after' : 'before'
  const refusal = objection(row, other, side)
  if (refusal) throw new AppError('CONFLICT', refusal.message, { hint: refusal.hint })
  return { side, of: other.id }
}

function objection(row: WorkloadRow, other: WorkloadRow, side: string): { message: string; hint: string } | undefined {
  const both = `"${row.name}" cannot be moved ${side} "${other.name}"`
  if (other.id === row.id) return { message: `${both}: they are the same`, hint: 'name another workload' }
  if (other.phase !== 'QUEUED') {
    return { message: `${both}, which does not wait: it is ${other.phase}`, hint: 'name one that waits' }
  }
  if (other.projectId !== row.projectId) {
    return {
      message: `${both}, which is of another project`,
      hint: 'between projects, quota decides: change what they deserve, their weight or their rank',
    }
  }
  if (other.nodePoolId !== row.nodePoolId) {
    return { message: `${both}, which waits in another node pool`, hint: 'name one of the same pool' }
  }
  if (other.priority !== row.priority) {
    return {
      message: `${both}: its priority is ${other.priority}, not ${row.priority}, and priority goes before place`,
      hint: 'name one of the same priority, or submit it with that priority',
    }
  }
  return undefined
}
