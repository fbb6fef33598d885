import { eq } from 'drizzle-orm'
import { transaction, type Context } from '../app/context.ts'
import { commands, type CommandState } from '../db/schema/commands.ts'
import type { Tx } from '../db/tx.ts'
import { AppError } from '../lib/app-error.ts'
import { sleep } from '../lib/sleep.ts'
import { queueCommand } from './commands.ts'

const WAIT_MS = 20_000
const LOOK_MS = 150

export interface AgentAnswer {
  state: Extract<CommandState, 'succeeded' | 'failed' | 'declined' | 'expired'>
  message: string
  output: unknown
  at: Date
}

/**
 * Gives a cluster's agent an order and waits for its answer. `prepare` runs in the transaction that writes the order: it finds the cluster, checks rights and
 * leaves the audit entry. Throws CLUSTER_OFFLINE when there is no answer in time.
 */
export async function askAgent(
  ctx: Context,
  prepare: (tx: Tx) => Promise<{ clusterId: string; verb: string; args: Record<string, unknown> }>,
): Promise<AgentAnswer> {
  const id = await transaction(ctx, async (tx) => {
    const { clusterId, verb, args } = await prepare(tx)
    return await queueCommand(ctx, tx, clusterId, verb, args)
  })
  const deadline = ctx.app.clock.now() + WAIT_MS
  while (ctx.app.clock.now() < deadline && !ctx.signal.aborted) {
    const [row] = await transaction(ctx, ({ q }) => q.select().from(commands).where(eq(commands.id, id)))
    if (row?.finishedAt) {
      return {
        state: row.state as AgentAnswer['state'],
        message: row.result?.message ?? row.state,
        output: row.result?.output,
        at: row.finishedAt,
      }
    }
    await sleep(LOOK_MS, ctx.signal)
  }
  throw new AppError('CLUSTER_OFFLINE', 'the agent did not answer in time', {
    hint: "is it in contact? look at: fairlead cluster ls, and at the agent's own log",
  })
}
