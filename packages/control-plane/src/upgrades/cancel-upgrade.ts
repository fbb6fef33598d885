import { and, eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import { agentUpgrades } from '../db/schema/agent-upgrades.ts'
import { AppError } from '../lib/app-error.ts'
import { ClusterUpgrades, ClusterUpgradesRef } from './schemas.ts'
import { viewUpgrades } from './view-upgrades.ts'

export const cancelUpgrade = action({
  name: 'cluster.cancel-upgrade',
  summary: 'Take an approval back, as long as the agent has not been told',
  rest: { method: 'delete', path: '/clusters/{cluster}/upgrade' },
  allow: 'cluster:write',
  input: ClusterUpgradesRef,
  output: ClusterUpgrades,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const row = await findCluster(tx.q, input.cluster)
      const [upgrade] = await tx.q
        .update(agentUpgrades)
        .set({ state: 'cancelled', message: `taken back by ${ctx.actor.name}`, finishedAt: sql`now()` })
        .where(and(eq(agentUpgrades.clusterId, row.id), eq(agentUpgrades.state, 'approved')))
        .returning()
      if (!upgrade) {
        throw new AppError('CONFLICT', `no upgrade of "${row.name}" waits`, {
          hint: 'what its agent was told to do goes on to its end, and comes back by itself when it does not work',
        })
      }
      const object = { kind: 'cluster', id: row.id, name: row.name }
      await recordAudit(tx, ctx, 'cluster.cancel-upgrade', object, { version: upgrade.toVersion })
      await tx.changed('cluster', row.id)
      return await viewUpgrades(ctx.app, tx.q, row)
    })
  },
})
