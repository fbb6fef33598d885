import { desc, eq } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import type { ClusterRow } from '../clusters/find-cluster.ts'
import type { DrizzleTx } from '../db/connect.ts'
import { agentUpgrades } from '../db/schema/agent-upgrades.ts'
import { offerRelease, ofChannel, skewOf } from './offer-release.ts'
import { readReleases } from './read-releases.ts'
import type { ClusterUpgrades, Release, Upgrade } from './schemas.ts'
import { windowAt } from './window-at.ts'

const HISTORY_MAX = 20
/** States that wait for something to happen. */
export const OPEN_STATES = ['approved', 'ordered', 'running'] as const satisfies readonly Upgrade['state'][]

export function isOpen(state: Upgrade['state']): boolean {
  return (OPEN_STATES as readonly string[]).includes(state)
}

/** What a cluster's page says of the releases of its agent. */
export async function viewUpgrades(app: App, q: DrizzleTx, row: ClusterRow): Promise<ClusterUpgrades> {
  const rows = await q
    .select()
    .from(agentUpgrades)
    .where(eq(agentUpgrades.clusterId, row.id))
    .orderBy(desc(agentUpgrades.createdAt), desc(agentUpgrades.id))
    .limit(HISTORY_MAX + 1)
  const all = rows.map(viewUpgrade)
  const current = all[0] !== undefined && isOpen(all[0].state) ? all[0] : null
  const window = windowAt(row.maintenanceWindow, app.clock.now())
  return {
    cluster: { id: row.id, name: row.name },
    agentVersion: row.agentVersion,
    agentProtocol: row.agentProtocol,
    agentImage: row.agentImage,
    skew: skewOf(row.agentVersion, row.agentRefusal, app.version),
    channel: row.channel,
    version: row.pinnedVersion,
    mode: row.upgradeMode,
    window: row.maintenanceWindow,
    windowOpen: window.isOpen,
    opensAt: window.opensAt?.toISOString() ?? null,
    ...judgeOffer(app, row),
    current,
    history: (current === null ? all : all.slice(1)).slice(0, HISTORY_MAX),
  }
}

/** What is offered, whether it can be taken, and the sentence that says why not. */
export function judgeOffer(
  app: Pick<App, 'config' | 'version'>,
  row: ClusterRow,
): Pick<ClusterUpgrades, 'canUpgrade' | 'message'> & { offer: Release | null } {
  const { releases, problem } = readReleases(app)
  const offer = offerRelease(row, releases)
  const refused = (message: string) => ({ offer, canUpgrade: false, message })
  const { name } = row
  if (row.agentVersion === null) return refused('its agent has not said what it is yet')
  if (row.agentRefusal !== null) return refused(row.agentRefusal)
  if (offer === null) {
    if (ofChannel(row, releases) === undefined && row.channel === 'pinned') {
      return refused(
        `it is pinned to ${row.pinnedVersion}, which this control plane does not hold: name it in the file of FAIRLEAD_AGENT_RELEASES_FILE, or choose another with: fairlead cluster channel ${name} stable`,
      )
    }
    return refused(problem ?? `its agent is what the channel ${row.channel} holds`)
  }
  if (row.selfUpgrade === null) {
    return refused(
      `its agent is too old to replace itself: install the chart fairlead-agent of ${offer.version} with helm`,
    )
  }
  if (!row.selfUpgrade.able) return refused(row.selfUpgrade.why)
  if (offer.digest === null) {
    return refused(
      'this control plane does not know the digest of the image: set FAIRLEAD_AGENT_DIGEST (config.agentDigest in its chart)',
    )
  }
  return { offer, canUpgrade: true, message: `${offer.version} can be put in` }
}

export function viewUpgrade(row: typeof agentUpgrades.$inferSelect): Upgrade {
  return {
    id: row.id,
    state: row.state,
    fromVersion: row.fromVersion,
    toVersion: row.toVersion,
    now: row.isNow,
    approvedBy: row.approvedBy,
    message: row.message,
    createdAt: row.createdAt.toISOString(),
    orderedAt: row.orderedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
