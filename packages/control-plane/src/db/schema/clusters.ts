// Domain: clusters
import { boolean, foreignKey, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { counter, createdAt, id, organizationId, time } from './columns.ts'
import { organizations } from './organizations.ts'
import { sql } from 'drizzle-orm'
import type { ClusterStatus } from '@fairlead/protocol'
import type { MaintenanceWindow } from '../../upgrades/schemas.ts'

export type ClusterState = 'pending' | 'accepted' | 'suspended' | 'revoked'

export type Capabilities = Omit<ClusterStatus, 'kind' | 'key' | 'seq'>

export const clusters = pgTable(
  'clusters',
  {
    id: id(),
    organizationId: organizationId(),
    name: text('name').notNull(),
    labels: jsonb('labels').$type<Record<string, string>>().notNull().default({}),
    state: text('state').$type<ClusterState>().notNull().default('accepted'),
    /** Grows with each session: whoever has an older one has no say any more. */
    epoch: counter('epoch').notNull().default(0),
    /** Grows with each change of desired state; its row lock makes revision order commit order. */
    desiredRev: counter('desired_rev').notNull().default(0),
    /** Identity of the cluster that enrolled, pinned. */
    clusterUid: text('cluster_uid'),
    driver: text('driver'),
    agentVersion: text('agent_version'),
    /** Wire version that it speaks, and the image that it says to run as. */
    agentProtocol: text('agent_protocol'),
    agentImage: text('agent_image'),
    /** Whether the agent can replace itself, in its own words; null: it has not said. */
    selfUpgrade: jsonb('self_upgrade').$type<{ able: boolean; why: string }>(),
    /** Why its agent was sent away at its last hello; null: it was not. */
    agentRefusal: text('agent_refusal'),
    /** Which releases of the agent are offered, when they may be put in, and by whom. */
    channel: text('channel').$type<'stable' | 'beta' | 'pinned'>().notNull().default('stable'),
    pinnedVersion: text('pinned_version'),
    upgradeMode: text('upgrade_mode').$type<'manual' | 'automatic'>().notNull().default('manual'),
    /** Null: any time. */
    maintenanceWindow: jsonb('maintenance_window').$type<MaintenanceWindow>(),
    platform: jsonb('platform').$type<{ os: string; version: string }>(),
    logPolicy: text('log_policy').$type<'redact' | 'relay' | 'local' | 'stream'>().notNull().default('stream'),
    paused: boolean('paused').notNull().default(false),
    /** What the agent said when it would not remove so much at once; null when it has no objection. */
    pruneRefusal: text('prune_refusal'),
    /** Somebody has looked and said: remove it. Good for one snapshot. */
    isPruneConfirmed: boolean('is_prune_confirmed').notNull().default(false),
    enrolledAt: time('enrolled_at'),
    /** Last frame of any session, as the sweeper wrote it down. */
    lastSeenAt: time('last_seen_at'),
    /** Clock of the agent minus ours, at its last hello. */
    clockSkewMs: counter('clock_skew_ms'),
    /** What its agent found that it can do, and when it said so; null: it has not. */
    capabilities: jsonb('capabilities').$type<Capabilities>(),
    capabilitiesAt: time('capabilities_at'),
    capabilitiesBootId: text('capabilities_boot_id'),
    capabilitiesSeq: counter('capabilities_seq'),
    createdAt: createdAt(),
    updatedAt: time('updated_at')
      .notNull()
      .default(sql`now()`),
  },
  (t) => [
    foreignKey({ columns: [t.organizationId], foreignColumns: [organizations.id] }),
    unique('clusters_tenant_id_unique').on(t.organizationId, t.id),
    unique('clusters_name_unique').on(t.organizationId, t.name),
  ],
)
