import { and, eq, inArray } from 'drizzle-orm'
import { action } from '../app/action.ts'
import { transaction } from '../app/context.ts'
import { recordAudit } from '../audit/record.ts'
import { findCluster } from '../clusters/find-cluster.ts'
import { agentUpgrades } from '../db/schema/agent-upgrades.ts'
import { AppError } from '../lib/app-error.ts'
import { newId } from '../lib/ids.ts'
import { must } from '../lib/invariant.ts'
import { ApproveUpgrade, ClusterUpgrades } from './schemas.ts'
import { judgeOffer, OPEN_STATES, viewUpgrades } from './view-upgrades.ts'

export const approveUpgrade = action({
  name: 'cluster.approve-upgrade',
  summary: "Let a cluster's agent become the release that is offered, in its window or now; work that runs goes on",
  rest: { method: 'post', path: '/clusters/{cluster}/upgrade', status: 201 },
  allow: 'cluster:write',
  input: ApproveUpgrade,
  output: ClusterUpgrades,
  run: async (ctx, input) => {
    ctx.access.require('cluster:write')
    return await transaction(ctx, async (tx) => {
      const row = await findCluster(tx.q, input.cluster)
      const { offer, canUpgrade, message } = judgeOffer(ctx.app, row)
      if (!canUpgrade || offer === null) {
        throw new AppError('CONFLICT', `the agent of "${row.name}" cannot be upgraded: ${message}`)
      }
      if (input.version !== undefined && input.version !== offer.version) {
        throw new AppError('CONFLICT', `${offer.version} is offered by now, and not ${input.version}`, {
          hint: 'read what it changes and approve that',
        })
      }
      const inserted = await tx.q
        .insert(agentUpgrades)
        .values({
          id: newId(),
          organizationId: ctx.organizationId,
          clusterId: row.id,
          fromVersion: row.agentVersion ?? '',
          toVersion: offer.version,
          digest: must(offer.digest, 'an offer that can be taken has one'),
          isNow: input.now,
          approvedBy: ctx.actor.name,
          message: input.now ? 'begins as soon as its agent is in contact' : 'waits for its window',
        })
        .onConflictDoNothing()
        .returning({ id: agentUpgrades.id })
      if (inserted.length === 0) await hurry(input.now)
      const object = { kind: 'cluster', id: row.id, name: row.name }
      const { version, digest } = offer
      await recordAudit(tx, ctx, 'cluster.approve-upgrade', object, { version, digest, now: input.now })
      await tx.changed('cluster', row.id)
      return await viewUpgrades(ctx.app, tx.q, row)

      /** One is under way: it can only be told not to wait any longer. */
      async function hurry(isNow: boolean): Promise<void> {
        const open = and(eq(agentUpgrades.clusterId, row.id), inArray(agentUpgrades.state, [...OPEN_STATES]))
        const [current] = await tx.q.select().from(agentUpgrades).where(open)
        if (current?.state !== 'approved' || current.isNow || !isNow) {
          throw new AppError('CONFLICT', `an upgrade of "${row.name}" to ${current?.toVersion} is under way`, {
            hint: `look at it with: fairlead cluster upgrade ${row.name}`,
          })
        }
        await tx.q.update(agentUpgrades).set({ isNow: true }).where(eq(agentUpgrades.id, current.id))
      }
    })
  },
})
