import type { Context } from '../app/context.ts'
import type { Inserted } from './insert-workloads.ts'

/**
 * The warnings of each submission, with one more where no waiting would ever start it as the fleet stands. Asked after the commit: the
 * submission stands either way, and an answer that cannot be had is no reason to fail it.
 */
export async function warnOfFleet(ctx: Context, inserted: readonly Inserted[]): Promise<string[][]> {
  const all: string[][] = []
  for (const { warnings, asked } of inserted) {
    const objection =
      asked && (await ctx.app.advisor.objectTo(ctx.organizationId, asked).catch((error: unknown) => noted(ctx, error)))
    all.push(objection === undefined ? warnings : [...warnings, `it can never start as things stand: ${objection}`])
  }
  return all
}

function noted(ctx: Context, error: unknown): undefined {
  ctx.log.warn({ err: error }, 'a submission could not be held against the fleet')
}
