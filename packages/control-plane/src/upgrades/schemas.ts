import { z } from 'zod'
import { Id, Ref, Skew, Time } from '../common/schemas.ts'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export const CHANNELS = ['stable', 'beta', 'pinned'] as const
export const UPGRADE_MODES = ['manual', 'automatic'] as const

/** True for a name that this machine's time zone data knows. */
function isTimeZone(name: string): boolean {
  try {
    // Offsets such as "+02:00" are taken as well, and know no daylight saving time.
    return /^[A-Z]/i.test(name) && Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** When the agent of a cluster may be replaced: on these days from that time of the clock on its walls, for so many hours. */
export const MaintenanceWindow = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS, 'days are mon, tue, wed, thu, fri, sat and sun'))
    .min(1, 'name at least one day')
    .max(7)
    .describe('days on which it opens'),
  from: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time from 00:00 to 23:59')
    .describe('when it opens, in that time zone'),
  hours: z
    .number()
    .min(0.25, 'at least a quarter of an hour')
    .max(168, 'at most a week')
    .describe('how long it is open'),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'an IANA time zone such as Europe/Berlin or UTC')
    .describe('IANA time zone'),
})
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>

const Version = z
  .string()
  .max(64)
  .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a version such as 1.4.0')

export const ReleaseChange = z.object({ area: z.string(), text: z.string() })
export type ReleaseChange = z.infer<typeof ReleaseChange>

/** A release of the agent that may be offered. */
export const Release = z.object({
  version: z.string(),
  channel: z.enum(['stable', 'beta']),
  digest: z
    .string()
    .nullable()
    .describe('of the image; null: not known, so that no agent on Kubernetes can take it by itself'),
  protocol: z.string().nullable().describe('wire version that it speaks'),
  changes: z.array(ReleaseChange).describe('what is new in it'),
})
export type Release = z.infer<typeof Release>

export const ListReleases = z.strictObject({})
export const Releases = z.object({ version: z.string().describe('of this control plane'), items: z.array(Release) })

export const Upgrade = z.object({
  id: Id,
  state: z
    .enum(['approved', 'ordered', 'running', 'succeeded', 'failed', 'declined', 'cancelled', 'lost'])
    .describe('approved: waits for its window. lost: nothing was heard of how it ended'),
  fromVersion: z.string(),
  toVersion: z.string(),
  now: z.boolean().describe('does not wait for the window'),
  approvedBy: z.string().nullable().describe('null: by the mode of the cluster'),
  message: z.string().describe('why it stands as it does'),
  createdAt: Time,
  orderedAt: Time.nullable(),
  finishedAt: Time.nullable(),
})
export type Upgrade = z.infer<typeof Upgrade>

/** All that there is to say of the releases of one cluster's agent. */
export const ClusterUpgrades = z.object({
  cluster: z.object({ id: Id, name: z.string() }),
  agentVersion: z.string().nullable(),
  agentProtocol: z.string().nullable(),
  agentImage: z.string().nullable(),
  skew: Skew,
  channel: z.enum(CHANNELS),
  version: z.string().nullable().describe('of the channel pinned'),
  mode: z.enum(UPGRADE_MODES),
  window: MaintenanceWindow.nullable().describe('null: any time'),
  windowOpen: z.boolean(),
  opensAt: Time.nullable().describe('when the window opens next; null: it is open'),
  offer: Release.nullable().describe('what the channel holds that the agent is not; changes are all since its version'),
  canUpgrade: z.boolean().describe('the offer can be approved'),
  message: z.string().describe('why there is no offer, or why it cannot be approved, and what to do in its place'),
  current: Upgrade.nullable(),
  history: z.array(Upgrade).describe('those before, newest first'),
})
export type ClusterUpgrades = z.infer<typeof ClusterUpgrades>

export const ClusterUpgradesRef = z.strictObject({ cluster: Ref })
export const SetClusterUpgrades = z.strictObject({
  cluster: Ref,
  channel: z.enum(CHANNELS).optional(),
  version: Version.optional().describe('for the channel pinned'),
  mode: z.enum(UPGRADE_MODES).optional(),
  window: MaintenanceWindow.nullable().optional().describe('null: any time'),
})
export const ApproveUpgrade = z.strictObject({
  cluster: Ref,
  version: Version.optional().describe('refused when another one is offered by then'),
  now: z.boolean().default(false).describe('do not wait for the window'),
})

/** An entry of the file with further releases. */
export const ReleaseEntry = z.strictObject({
  version: Version,
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits'),
  channel: z.enum(['stable', 'beta']).optional(),
  protocol: z.string().max(16).optional(),
})
