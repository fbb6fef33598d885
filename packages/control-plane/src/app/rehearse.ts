import type { Tx } from '../db/tx.ts'
import { transaction, type Context } from './context.ts'

/** Carries what a rehearsal came to out of its transaction, which it ends. */
class Rehearsed extends Error {
  readonly result: unknown

  constructor(result: unknown) {
    super('a rehearsal is never committed')
    this.result = result
  }
}

/** A transaction of this request's organization; a rehearsal answers the same, with the same refusals, and leaves nothing behind. */
export async function rehearse<T>(ctx: Context, isRehearsal: boolean, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (!isRehearsal) return await transaction(ctx, work)
  try {
    return await transaction(ctx, async (tx): Promise<T> => {
      throw new Rehearsed(await work(tx))
    })
  } catch (error) {
    if (error instanceof Rehearsed) return error.result as T
    throw error
  }
}
