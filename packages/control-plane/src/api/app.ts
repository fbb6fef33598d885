import type { AgentHub } from '../agent-link/agent-hub.ts'
import type { LiveFeed } from './live-feed.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/connect.ts'
import type { ServerKeys } from '../db/server-keys.ts'
import type { Waker } from '../db/waker.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'

/** What every part of one control-plane process shares. Made once, by `main.ts`. */
export interface App {
  config: Config
  log: Logger
  clock: Clock
  database: Database
  waker: Waker
  keys: ServerKeys
  hub: AgentHub
  live: LiveFeed
  /** This process among the replicas, new at each start. */
  replicaId: string
  /** How browsers and agents reach the control plane; no trailing slash. */
  publicUrl: string
  /** How other replicas reach this one; no trailing slash. */
  replicaUrl: string
  version: string
}
