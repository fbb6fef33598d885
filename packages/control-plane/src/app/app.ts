import type { Config } from '../config.ts'
import type { Database } from '../db/connect.ts'
import type { ServerKeys } from '../db/server-keys.ts'
import type { Waker } from '../db/waker.ts'
import type { Egress } from '../egress/egress.ts'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { GuardStream } from './guard-stream.ts'
import type { LiveNews } from './live-news.ts'
import type { AskEngine } from '../scheduling/engine-questions.ts'
import type { Advisor } from './advisor.ts'
import type { OpenLogs } from './open-logs.ts'

/** What every part of one control-plane process shares. Made once, by `control-plane.ts`. */
export interface App {
  config: Config
  log: Logger
  clock: Clock
  database: Database
  waker: Waker
  keys: ServerKeys
  live: LiveNews
  /** Ends a stream with the credential that opened it. */
  guardStream: GuardStream
  /** The one way to other hosts. */
  egress: Egress
  /** The output of a run, from whichever replica holds its agent's socket. */
  openLogs: OpenLogs
  /** What the engine would do, from whichever replica leads. */
  askEngine: AskEngine
  /** What would help work that waits, on any replica. */
  advisor: Advisor
  /** This process among the replicas, new at each start. */
  replicaId: string
  /** How browsers and agents reach the control plane; no trailing slash. */
  publicUrl: string
  /** How other replicas reach this one; no trailing slash. */
  replicaUrl: string
  version: string
}
