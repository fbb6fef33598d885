import { eq, sql } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import { clusters } from '../db/schema/clusters.ts'
import { AppError } from '../lib/app-error.ts'
import { ClusterUpgrades, SetClusterUpgrades, WEEKDAYS, type MaintenanceWindow } from './schemas.ts'
import { viewUpgrades } from './view-upgrades.ts'

export const setClusterUpgrades = action({
  name: 'cluster.set-upgrades',
  summary: "Choose a cluster's channel, its maintenance window, and whether upgrades of its agent wait for a person",
  rest: { method: 'patch', path: '/clusters/{cluster}/upgrades' },
  allow: 'cluster:write',
  input: SetClusterUpgrades,
  output: ClusterUpgrades,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const row = await findCluster(tx.q, input.cluster)
      const { channel, pinnedVersion, upgradeMode, maintenanceWindow } = row
      const before = { channel, pinnedVersion, upgradeMode, maintenanceWindow }
      const wanted = input.channel ?? channel
      const after = {
        channel: wanted,
        pinnedVersion: wanted === 'pinned' ? (input.version ?? pinnedVersion) : null,
        upgradeMode: input.mode ?? upgradeMode,
        maintenanceWindow: input.window === undefined ? maintenanceWindow : inOrder(input.window),
      }
      if (wanted === 'pinned' && after.pinnedVersion === null) {
        throw missing('the channel pinned needs a version', `name one: fairlead cluster channel ${row.name} 1.4.0`)
      }
      if (wanted !== 'pinned' && input.version !== undefined) {
        throw missing('a version goes with the channel pinned only', 'leave it out, or choose the channel pinned')
      }
      await tx.q
        .update(clusters)
        .set({ ...after, updatedAt: sql`now()` })
        .where(eq(clusters.id, row.id))
      const object = { kind: 'cluster', id: row.id, name: row.name }
      await recordAudit(tx, ctx, 'cluster.set-upgrades', object, { before, after })
      await tx.changed('cluster', row.id)
      return await viewUpgrades(ctx.app, tx.q, { ...row, ...after })
    })
  },
})

/** Each day once, in the order of the week. */
function inOrder(window: MaintenanceWindow | null): MaintenanceWindow | null {
  return window && { ...window, days: WEEKDAYS.filter((day) => window.days.includes(day)) }
}

function missing(message: string, hint: string): AppError {
  return new AppError('VALIDATION', message, { hint, issues: [{ path: 'version', message }] })
}
