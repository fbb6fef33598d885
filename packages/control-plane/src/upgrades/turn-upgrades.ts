import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { UpgradeOrder } from '@fairlead/protocol'
import type { App } from '../app/app.ts'
import type { AuditAction } from '../audit/audit-actions.ts'
import { recordAudit } from '../audit/record.ts'
import type { ClusterRow } from '../clusters/find-cluster.ts'
import { agentSessions } from '../db/schema/agent-sessions.ts'
import { agentUpgrades, type UpgradeState } from '../db/schema/agent-upgrades.ts'
import { clusters } from '../db/schema/clusters.ts'
import { commands } from '../db/schema/commands.ts'
import { inSystem, type Tx } from '../db/tx.ts'
import { newId } from '../lib/ids.ts'
import { SYSTEM_AUTHOR } from './system-author.ts'
import { digestOf, repositoryOf } from './offer-release.ts'
import { judgeOffer, OPEN_STATES } from './view-upgrades.ts'
import { windowAt } from './window-at.ts'

type UpgradeRow = typeof agentUpgrades.$inferSelect

/** The new agent has this long to be in contact and well before the old image comes back. */
export const GATE_MS = 10 * 60_000
/** Behind it, for an image to be pulled back and for the old agent to be in contact again. */
const SILENCE_MS = 10 * 60_000
const ORDER_TTL_MS = 30_000

/**
 * Takes every upgrade one step on: approves what a mode approves, orders what may begin, and ends what nothing was heard of. Across organizations; any replica
 * may do it at any time, and a row that another one holds is left to it. Answers how many moved.
 */
export async function turnUpgrades(app: App): Promise<number> {
  return (await approveAutomatic(app)) + (await moveOpen(app))
}

async function approveAutomatic(app: App): Promise<number> {
  return await inSystem(app, async (tx) => {
    const rows = await tx.q
      .select()
      .from(clusters)
      .where(and(eq(clusters.upgradeMode, 'automatic'), eq(clusters.state, 'accepted'), isNull(clusters.agentRefusal)))
    let count = 0
    for (const row of rows) {
      const { offer, canUpgrade } = judgeOffer(app, row)
      if (!canUpgrade || offer === null || offer.digest === null) continue
      // What has failed once waits for a person, and so does what a person took back.
      const [tried] = await tx.q
        .select({ id: agentUpgrades.id })
        .from(agentUpgrades)
        .where(and(eq(agentUpgrades.clusterId, row.id), eq(agentUpgrades.digest, offer.digest)))
        .limit(1)
      if (tried) continue
      const inserted = await tx.q
        .insert(agentUpgrades)
        .values({
          id: newId(),
          organizationId: row.organizationId,
          clusterId: row.id,
          fromVersion: row.agentVersion ?? '',
          toVersion: offer.version,
          digest: offer.digest,
          message: 'waits for its window',
        })
        .onConflictDoNothing()
        .returning({ id: agentUpgrades.id })
      if (inserted.length === 0) continue
      count += 1
      const data = { version: offer.version, digest: offer.digest, mode: 'automatic' }
      await audit(tx, row, 'cluster.approve-upgrade', data)
    }
    return count
  })
}

async function moveOpen(app: App): Promise<number> {
  return await inSystem(app, async (tx) => {
    const open = await tx.q
      .select()
      .from(agentUpgrades)
      .where(inArray(agentUpgrades.state, [...OPEN_STATES]))
      .for('update', { skipLocked: true })
    let count = 0
    for (const upgrade of open) {
      const [row] = await tx.q.select().from(clusters).where(eq(clusters.id, upgrade.clusterId))
      if (row && (await moveOne(app, tx, row, upgrade))) count += 1
    }
    return count
  })
}

async function moveOne(app: App, tx: Tx, row: ClusterRow, upgrade: UpgradeRow): Promise<boolean> {
  if (row.state === 'revoked') return await end(tx, row, upgrade, 'cancelled', 'the cluster is revoked')
  if (upgrade.state === 'approved') return await begin(app, tx, row, upgrade)
  if (upgrade.state === 'ordered') {
    const [order] = await tx.q
      .select()
      .from(commands)
      .where(eq(commands.id, upgrade.commandId ?? ''))
    const said = order?.result?.message ?? ''
    if (order === undefined || order.state === 'expired') {
      const message = 'its agent was not there to be told; it is told again when it is'
      return await set(tx, row, upgrade, { state: 'approved', message })
    }
    if (order.state === 'declined') return await end(tx, row, upgrade, 'declined', said)
    if (order.state === 'failed') return await end(tx, row, upgrade, 'failed', said)
    if (order.state === 'succeeded') return await set(tx, row, upgrade, { state: 'running', message: said })
    return false
  }
  const silentSince = upgrade.orderedAt?.getTime() ?? 0
  if (app.clock.now() - silentSince < GATE_MS + SILENCE_MS) return false
  if (!(await isConnected(tx, row.id))) {
    const message = `its agent is out of contact since it was told; look with: kubectl get pods -A -l app.kubernetes.io/name=fairlead-agent`
    return await end(tx, row, upgrade, 'lost', message)
  }
  if (digestOf(row.agentImage) === upgrade.digest) {
    return await end(tx, row, upgrade, 'succeeded', 'its agent runs as the new image, and said nothing of it')
  }
  return await end(tx, row, upgrade, 'lost', `its agent is ${row.agentVersion} as before, and said nothing of why`)
}

/** Orders an upgrade whose time has come. */
async function begin(app: App, tx: Tx, row: ClusterRow, upgrade: UpgradeRow): Promise<boolean> {
  if (!upgrade.isNow && !windowAt(row.maintenanceWindow, app.clock.now()).isOpen) return false
  if (row.agentImage === null || !(await isConnected(tx, row.id))) return false
  const commandId = newId()
  const order: UpgradeOrder = {
    upgradeId: upgrade.id,
    version: upgrade.toVersion,
    // From where the cluster gets its images already: a mirror of its own has the same digest.
    image: `${repositoryOf(row.agentImage)}@${upgrade.digest}`,
    gateMs: GATE_MS,
  }
  await tx.q.insert(commands).values({
    id: commandId,
    organizationId: row.organizationId,
    clusterId: row.id,
    verb: 'upgrade',
    args: order,
    notAfter: new Date(app.clock.now() + ORDER_TTL_MS),
    createdBy: upgrade.approvedBy ?? 'system',
  })
  await set(tx, row, upgrade, { state: 'ordered', message: 'its agent is told', commandId, orderedAt: new Date() })
  await audit(tx, row, 'cluster.upgrade-begin', { version: upgrade.toVersion, image: order.image })
  tx.wakeCluster(row.id)
  return true
}

async function isConnected(tx: Tx, clusterId: string): Promise<boolean> {
  const [session] = await tx.q
    .select({ id: agentSessions.id })
    .from(agentSessions)
    .where(and(eq(agentSessions.clusterId, clusterId), sql`${agentSessions.leaseUntil} > now()`))
    .limit(1)
  return session !== undefined
}

async function set(tx: Tx, row: ClusterRow, upgrade: UpgradeRow, change: Partial<UpgradeRow>): Promise<boolean> {
  await tx.q.update(agentUpgrades).set(change).where(eq(agentUpgrades.id, upgrade.id))
  await tx.changed('cluster', row.id, row.organizationId)
  return true
}

async function end(
  tx: Tx,
  row: ClusterRow,
  upgrade: UpgradeRow,
  state: UpgradeState,
  message: string,
): Promise<boolean> {
  await set(tx, row, upgrade, { state, message, finishedAt: new Date() })
  await audit(tx, row, 'cluster.upgrade-end', { version: upgrade.toVersion, state, message })
  return true
}

async function audit(tx: Tx, row: ClusterRow, action: AuditAction, data: Record<string, unknown>): Promise<void> {
  const object = { kind: 'cluster', id: row.id, name: row.name }
  await recordAudit(tx, { ...SYSTEM_AUTHOR, organizationId: row.organizationId }, action, object, data)
  await tx.changed('cluster', row.id, row.organizationId)
}
