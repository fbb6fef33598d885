import type { UpgradeReport } from '@fairlead/protocol'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { recordAudit } from '../audit/record.ts'
import { agentUpgrades } from '../db/schema/agent-upgrades.ts'
import { inOrganization } from '../db/tx.ts'

/** States in which the word of an agent counts: it may come late, and it comes again with each session. */
const LISTENING = ['approved', 'ordered', 'running', 'lost'] as const

/** Takes in how an agent says that its upgrade stands. What has ended stays as it is. */
export async function reportUpgrade(
  app: App,
  agent: { organizationId: string; clusterId: string; clusterName: string; thumbprint: string },
  report: UpgradeReport,
): Promise<void> {
  const { organizationId, clusterId, clusterName, thumbprint } = agent
  await inOrganization(app, organizationId, async (tx) => {
    const [upgrade] = await tx.q
      .update(agentUpgrades)
      .set({
        state: report.state,
        message: report.message,
        ...(report.state === 'running' ? {} : { finishedAt: sql`now()` }),
      })
      .where(
        and(
          eq(agentUpgrades.id, report.upgradeId),
          eq(agentUpgrades.clusterId, clusterId),
          inArray(agentUpgrades.state, [...LISTENING]),
        ),
      )
      .returning()
    if (!upgrade) return
    await tx.changed('cluster', clusterId)
    if (report.state === 'running') return
    const actor = { kind: 'agent', id: thumbprint, name: `agent of ${clusterName}` } as const
    const author = { organizationId, actor, origin: 'agent', requestId: report.upgradeId, ip: null } as const
    const { state, message } = report
    const object = { kind: 'cluster', id: clusterId, name: clusterName }
    await recordAudit(tx, author, 'cluster.upgrade-end', object, { version: upgrade.toVersion, state, message })
  })
}
