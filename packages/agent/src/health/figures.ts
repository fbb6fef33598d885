import type { LinkState } from '../link/link.ts'
import type { HealthFacts } from './health-server.ts'
import type { Gauge } from './metrics-text.ts'

/** What an agent knows of itself at one moment. */
export type Figures = {
  link: LinkState
  appliedRev: number
  desiredItems: number
  statusItems: number
  /** Status items that wait to be sent. */
  statusQueue: number
  /** Runs that wait to be looked at or acted on. */
  workQueue: number
  loopAgeMs: number
  /** Since the driver last heard from its world; undefined where it does not watch. */
  observeAgeMs: number | undefined
  logStreams: number
  isDiskRefusing: boolean
}

/** A work loop that has not got on within this time is stuck. Longer than any call to a cluster's API may take. */
const LOOP_AGE_MS_MAX = 90_000
const CONTACT_AGE_MS_MAX = 60_000
/** What is told of the world is older than that: somebody has to look. */
const OBSERVE_AGE_MS_MAX = 120_000

/** Does the work go round, and is somebody listening? */
export function healthOf(figures: Figures): HealthFacts {
  const { isConnected, contactAgeMs } = figures.link
  const isHealthy = figures.loopAgeMs <= LOOP_AGE_MS_MAX
  const isInContact = isConnected && contactAgeMs !== undefined && contactAgeMs <= CONTACT_AGE_MS_MAX
  return {
    isHealthy,
    isReady: isHealthy && isInContact && (figures.observeAgeMs ?? 0) <= OBSERVE_AGE_MS_MAX,
    details: {
      loopAgeMs: Math.round(figures.loopAgeMs),
      connected: isConnected,
      contactAgeMs: contactAgeMs === undefined ? null : Math.round(contactAgeMs),
      appliedRev: figures.appliedRev,
      observeAgeMs: figures.observeAgeMs === undefined ? null : Math.round(figures.observeAgeMs),
      queueDepth: figures.statusQueue,
      diskRefusesWrites: figures.isDiskRefusing,
    },
  }
}

export function gaugesOf(figures: Figures): Gauge[] {
  const { link } = figures
  return [
    gauge('up', 'The link to the control plane is up.', link.isConnected ? 1 : 0),
    { ...gauge('sessions_total', 'Sessions that were opened.', link.connects), type: 'counter' },
    { ...gauge('connect_failures_total', 'Attempts to connect that failed.', link.failures), type: 'counter' },
    gauge('applied_revision', 'Revision of desired state that is applied.', figures.appliedRev),
    gauge('desired_items', 'Items of desired state.', figures.desiredItems),
    gauge('status_items', 'Runs and nodes whose status is kept.', figures.statusItems),
    gauge('status_queue', 'Status items that wait to be sent.', figures.statusQueue),
    gauge('work_queue', 'Runs that wait to be looked at or acted on.', figures.workQueue),
    gauge('loop_age_seconds', 'Since the work loop last got on.', figures.loopAgeMs / 1000),
    gauge('observe_age_seconds', 'Since the driver last heard from its world.', (figures.observeAgeMs ?? 0) / 1000),
    gauge('unsent_frames', 'Urgent frames that wait.', link.backlog.frames),
    gauge('unsent_bytes', 'Bytes that the socket has not taken.', link.backlog.bytes),
    { ...gauge('sent_bytes_total', 'Bytes of the frames that were sent.', link.sentBytes), type: 'counter' },
    gauge('log_streams', 'Outputs that are being read.', figures.logStreams),
    gauge('disk_refuses_writes', 'The state folder cannot be written.', figures.isDiskRefusing ? 1 : 0),
    gauge('resident_bytes', 'Resident memory.', process.memoryUsage.rss()),
  ]
}

function gauge(name: string, help: string, value: number): Gauge {
  return { name: `fairlead_agent_${name}`, help, type: 'gauge', value }
}
