import { CheckLine } from '@fairlead/protocol'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { queueCommand } from '../agent-link/commands.ts'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { commands } from '../db/schema/commands.ts'
import { AppError } from '../lib/app-error.ts'
import { sleep } from '../lib/sleep.ts'
import { findCluster } from './find-cluster.ts'
import { ClusterCheck, ClusterRef } from './schemas.ts'

const WAIT_MS = 20_000

export const checkCluster = action({
  name: 'cluster.check',
  summary: "Run the agent's self-test and answer its lines, each with its fix",
  rest: { method: 'post', path: '/clusters/{cluster}/check' },
  allow: 'cluster:read',
  input: ClusterRef,
  output: ClusterCheck,
  run: async (ctx, input) => {
    const id = await transaction(ctx, async (tx) => {
      const cluster = await findCluster(tx.q, input.cluster)
      const cmdId = await queueCommand(ctx, tx, cluster.id, 'check', {})
      await recordAudit(tx, ctx, 'cluster.check', { kind: 'cluster', id: cluster.id, name: cluster.name })
      return cmdId
    })
    const deadline = ctx.app.clock.now() + WAIT_MS
    while (ctx.app.clock.now() < deadline && !ctx.signal.aborted) {
      const row = await transaction(ctx, async ({ q }) => {
        const [found] = await q.select().from(commands).where(eq(commands.id, id))
        return found
      })
      if (row?.finishedAt) {
        const lines = z.array(CheckLine).safeParse(row.result?.output)
        if (!lines.success)
          throw new AppError('UNAVAILABLE', `the agent did not check itself: ${row.result?.message ?? row.state}`)
        return {
          at: row.finishedAt.toISOString(),
          lines: lines.data.map(({ name, ok, detail, fix }) => ({ name, ok, detail, fix: fix ?? null })),
        }
      }
      await sleep(150, ctx.signal)
    }
    throw new AppError('CLUSTER_OFFLINE', 'the agent did not answer in time', {
      hint: "is it in contact? look at: fairlead cluster ls, and at the agent's own log",
    })
  },
})
