import type { Writable } from 'node:stream'
import type { App } from '../cli/app.ts'
import type { ApplyReport } from '../install/apply-phase.ts'
import type { InstallRecord } from '../install/install-record.ts'
import type { Say, Steps } from '../install/steps.ts'
import type { Check } from '../preflight/check.ts'
import type { WithBackup } from '../site/backup-section.ts'
import type { History, KeptRelease } from './history.ts'
import type { ObjectChange } from './object-diff.ts'

export interface AdminStreams {
  /** Sent in frames that say their end, since not every pipe can. */
  input?: AsyncIterable<Uint8Array>
  /** Where the output goes; what it does not take waits where it comes from. Left out, it is answered. */
  output?: Writable
  /** Puts right what would else stay half done: it runs as well where somebody wants to leave. */
  isRepair?: boolean
}

/** Runs a command of `admin.js` beside the database, and answers what it said. Throws with exit class `data` and its last words for one that fails. */
export type Admin = (args: readonly string[], streams?: AdminStreams) => Promise<string>

/** Where a command of `admin.js` finds the files of the site. */
export interface Tools {
  admin: Admin
  siteFolder: string
}

/** What was found out before anything is changed. */
export interface PlaceChecks {
  checks: Check[]
  /** Brings the release of the bundle to where it can be started from, and starts nothing. Answers what to tell of it. */
  bring(app: App): Promise<{ line: string; pushed?: object }>
  close(): void
}

export interface PlaceApply {
  /** How long each part may take to get ready. */
  timeoutMs: number
  say: Say
  /** Goes on with the steps of whoever calls. */
  steps?: Steps
  /** Done when the database is there and nothing has touched it; then there is somebody who may sign in already. */
  beforeStart?: (tools: Tools) => Promise<void>
  /** Done when everything is ready and before it counts as installed; what it throws ends the run. */
  beforeCommit?: () => Promise<void>
}

export type PlaceWait = Pick<PlaceApply, 'timeoutMs' | 'say'>

/** Where the password of the bundled database is kept, for the programs that use it. */
export interface PasswordStore {
  /** The one that programs are given; with another one while it is being changed. */
  read(): Promise<{ current: string; next: string | undefined }>
  /** Keeps the one that is to come beside the one that counts. */
  keepNext(next: string): Promise<void>
  /** Gives it to every program. A run that was broken off may be repeated. */
  give(next: string): Promise<void>
  forgetNext(): Promise<void>
}

/**
 * Where a control plane lives: a namespace of a cluster, or a host. What is done with one in its life is the same in both and asks for no more than this; every method throws with the
 * exit class of what went wrong.
 */
export interface LifePlace {
  /** As a sentence says it: `in fairlead`, `on this host`. */
  readonly where: string
  /** How browsers reach the control plane. */
  readonly url: string
  readonly site: WithBackup
  /** Undefined for a database of the site. */
  readonly passwords: PasswordStore | undefined
  readRecord(): Promise<InstallRecord | undefined>
  /** What has run here. Empty where nothing has. */
  readHistory(): Promise<History>
  writeHistory(history: History): Promise<void>
  /** Throws where a release that ran here has lost what it takes to run again. */
  requireWayBack(to: KeptRelease): Promise<void>
  /** Throws where the bundle has to be brought here before backups can be made with it. */
  requireTools(): Promise<void>
  check(): Promise<PlaceChecks>
  /** What the release of the bundle would change. Changes nothing. */
  diff(): Promise<ObjectChange[]>
  /** Works with the programs for backups beside the database; with an empty one to try restores in, if `scratch`. */
  withTools<T>(options: { scratch: boolean }, work: (tools: Tools) => Promise<T>): Promise<T>
  /** Installs the release of the bundle. A release that does not get ready is left as it is: whoever called knows the way back. */
  apply(options: PlaceApply): Promise<ApplyReport>
  /** Throws unless what runs answers as this version should. */
  smokeTest(version: string): Promise<void>
  /** Brings back a release that ran here. No migration runs and no data is touched. */
  bringBack(to: KeptRelease, wait: PlaceWait): Promise<void>
  /** Stops the control plane while `work` goes on. It runs again when that throws; when it does not, the caller brings back a release, which starts it. */
  whileStopped(wait: PlaceWait, work: () => Promise<void>): Promise<void>
  /** Starts the control plane anew with what it reads at its start, and waits until it is ready. */
  restart(wait: PlaceWait): Promise<void>
  /** Runs `work` while no other installer changes anything here. Throws with exit class `preflight` and who is at it. */
  alone<T>(action: string, work: () => Promise<T>): Promise<T>
}
