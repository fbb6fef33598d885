import { action } from '../app/action.ts'
import { transaction, type Context } from '../app/context.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { AppError } from '../lib/app-error.ts'
import { findWorkload } from './find-workload.ts'
import { comparisonRows, type Compared } from './internal/comparison-rows.ts'
import { detailOf } from './internal/detail-of.ts'
import { lifeOf } from './internal/life-of.ts'
import { namesInSpec } from './internal/names-in-spec.ts'
import { CompareWorkloads, Comparison, Workload } from './schemas.ts'

export const compareWorkloads = action({
  name: 'workload.compare',
  summary:
    'Two to four workloads side by side: what they ask for, where they ran, how long they took and what they used',
  rest: { method: 'get', path: '/workload-comparison' },
  allow: 'workload:read',
  input: CompareWorkloads,
  output: Comparison,
  run: (ctx, { workloads, project }) =>
    transaction(ctx, async ({ q }) => {
      const now = ctx.app.clock.now()
      const all: (Compared | undefined)[] = []
      for (const workload of workloads) all.push(await compared(ctx, q, { workload, project }, now))
      return {
        items: all.map((one, index) => ({
          ref: workloads[index] ?? '',
          workload: one === undefined ? null : Workload.parse(one.detail),
          stays: one?.life.stays ?? [],
          ranFrom: timeOf(one?.life.ran?.from),
          ranTo: timeOf(one?.life.ran?.to),
        })),
        rows: comparisonRows(all),
        asOf: new Date(now).toISOString(),
      }
    }),
})

/** What is gone, or not for the caller, leaves its column empty: the others are still worth comparing. */
async function compared(
  ctx: Context,
  q: DrizzleTx,
  ref: { workload: string; project?: string | undefined },
  now: number,
): Promise<Compared | undefined> {
  try {
    const { id } = await findWorkload(ctx, q, ref)
    const detail = await detailOf(ctx, q, id)
    const spec = { ...detail.spec, placement: await namesInSpec(q, detail.spec['placement']) }
    return { detail: { ...detail, spec }, life: await lifeOf(q, id, now) }
  } catch (error) {
    if (error instanceof AppError && error.code === 'NOT_FOUND') return undefined
    throw error
  }
}

function timeOf(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}
