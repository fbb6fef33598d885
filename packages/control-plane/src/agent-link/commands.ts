import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import type { Context } from '../app/context.ts'
import { commands } from '../db/schema/commands.ts'
import { inOrganization, type Tx } from '../db/tx.ts'
import { newId } from '../lib/ids.ts'
import type { AgentSession } from './agent-session.ts'

const TTL_MS = 30_000

/** Writes an order for a cluster's agent; the replica that holds its socket sends it. Answers its id. */
export async function queueCommand(
  ctx: Context,
  tx: Tx,
  clusterId: string,
  verb: string,
  args: Record<string, unknown>,
): Promise<string> {
  const id = newId()
  await tx.q.insert(commands).values({
    id,
    organizationId: ctx.organizationId,
    clusterId,
    verb,
    args,
    notAfter: new Date(ctx.app.clock.now() + TTL_MS),
    createdBy: ctx.actor.id,
  })
  tx.wakeCluster(clusterId)
  return id
}

/** Sends what waits for this session's agent. Sent again after a reconnect until there is a result: the agent's ledger makes it once. */
export async function deliverCommands(app: App, session: AgentSession): Promise<void> {
  const { organizationId, clusterId, epoch } = session.identity
  await inOrganization(app, organizationId, async ({ q }) => {
    const rows = await q
      .select()
      .from(commands)
      .where(and(eq(commands.clusterId, clusterId), inArray(commands.state, ['queued', 'sent', 'acked'])))
      .orderBy(asc(commands.id))
    for (const row of rows) {
      const ttlMs = row.notAfter.getTime() - app.clock.now()
      if (ttlMs <= 0) {
        await q
          .update(commands)
          .set({ state: 'expired', finishedAt: sql`now()` })
          .where(and(eq(commands.id, row.id), inArray(commands.state, ['queued', 'sent', 'acked'])))
        continue
      }
      if (row.state !== 'queued' && session.openedAt < row.createdAt.getTime()) continue
      // Before it is sent: an answer can be quicker than this transaction, and then waits for it instead of being written over.
      await q
        .update(commands)
        .set({ state: 'sent' })
        .where(and(eq(commands.id, row.id), eq(commands.state, 'queued')))
      session.send('command', { cmdId: row.id, verb: row.verb, args: row.args, ttlMs, fence: { epoch } })
    }
  })
}

export async function markCommand(app: App, organizationId: string, cmdId: string): Promise<void> {
  await inOrganization(app, organizationId, async ({ q }) => {
    await q
      .update(commands)
      .set({ state: 'acked' })
      .where(and(eq(commands.id, cmdId), inArray(commands.state, ['queued', 'sent'])))
  })
}

export async function finishCommand(
  app: App,
  organizationId: string,
  result: { cmdId: string; state: 'succeeded' | 'failed' | 'declined'; message: string; output?: unknown },
): Promise<void> {
  await inOrganization(app, organizationId, async ({ q }) => {
    await q
      .update(commands)
      .set({ state: result.state, result: { message: result.message, output: result.output }, finishedAt: sql`now()` })
      .where(and(eq(commands.id, result.cmdId), inArray(commands.state, ['queued', 'sent', 'acked'])))
  })
}
