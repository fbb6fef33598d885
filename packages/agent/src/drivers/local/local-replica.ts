import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { isAlive, type ProcessIdentity } from '../../lib/process-identity.ts'
import { messageOf } from '../../lib/logger.ts'
import type { RunFolder, RunRecord } from './run-folder.ts'
import { signalSession } from './sessions.ts'

/** How a replica ended. `uptimeMs` is on the clock of the host's uptime, and missing where nobody saw it. */
export type ReplicaEnd =
  | { how: 'exited'; code: number; uptimeMs: number | undefined }
  /** Its shell is gone and has written nothing: both were killed. */
  | { how: 'killed' }
  /** It was stopped before it began. */
  | { how: 'never' }
  /** It could not be started at all. */
  | { how: 'unstartable'; problem: string }
  /** The host was restarted under it. */
  | { how: 'lost' }

/** One process of a run, as its files and /proc tell. Everything here can be learnt again after a restart of the agent. */
export class LocalReplica {
  readonly index: number
  readonly #folder: RunFolder
  readonly #boot: string
  readonly #shim: string
  #child: ChildProcess | undefined
  #problem: string | undefined
  #process: ProcessIdentity | undefined
  /** Host's uptime at the claim. */
  startedUptimeMs: number | undefined
  end: ReplicaEnd | undefined

  constructor(options: { folder: RunFolder; index: number; boot: string; shim: string }) {
    this.#folder = options.folder
    this.index = options.index
    this.#boot = options.boot
    this.#shim = options.shim
  }

  get isClaimed(): boolean {
    return this.#process !== undefined
  }

  /** The process that leads the replica's session. */
  get leader(): ProcessIdentity | undefined {
    return this.#process
  }

  /** True while the agent itself is told when the process ends, and need not look. */
  get isWatched(): boolean {
    return (
      this.isClaimed && this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
    )
  }

  /** Starts a shim. Harmless if one has the claim already. @param onExit The shim has ended. */
  launch(record: RunRecord, onExit: () => void): void {
    if (this.end !== undefined || this.isClaimed) return
    const out = openSync(this.#folder.replicaPath(this.index, 'out.log'), 'a', 0o600)
    const err = openSync(this.#folder.replicaPath(this.index, 'err.log'), 'a', 0o600)
    try {
      const work = record.workingDir ?? this.#folder.replicaPath(this.index, 'work')
      const child = spawn(
        '/bin/sh',
        [this.#shim, this.#folder.replicaPath(this.index), this.#boot, work, ...record.argv],
        { env: record.env[this.index] ?? {}, stdio: ['ignore', out, err], detached: true, cwd: '/' },
      )
      child.once('error', (error) => {
        this.#problem = messageOf(error)
        onExit()
      })
      child.once('exit', onExit)
      child.unref()
      this.#child = child
    } catch (error) {
      this.#problem = messageOf(error)
    } finally {
      closeSync(out)
      closeSync(err)
    }
  }

  /** Reads what has become of the replica. @param isStopping It must not begin any more. */
  look(isStopping: boolean): void {
    if (this.end !== undefined) return
    if (this.#process === undefined) this.#lookForClaim(isStopping)
    if (this.#process === undefined || this.end !== undefined || this.isWatched) return
    this.#lookForEnd(this.#process)
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#process !== undefined && this.end === undefined) signalSession(this.#process, this.#boot, signal)
  }

  #lookForClaim(isStopping: boolean): void {
    const claim = this.#folder.readClaim(this.index)
    if (claim === undefined) {
      const isUnderWay = this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
      const hasFailed = this.#problem !== undefined || !isUnderWay
      if (!isStopping && !hasFailed) return
      // From here on no shim can begin, not even one that was started and has not been scheduled yet.
      if (!this.#folder.voidClaim(this.index)) {
        this.#lookForClaim(isStopping)
        return
      }
      this.end = isStopping
        ? { how: 'never' }
        : { how: 'unstartable', problem: this.#problem ?? 'its shell ended at once' }
      return
    }
    if (claim.kind === 'process') {
      this.#process = claim.identity
      this.startedUptimeMs = claim.uptimeMs
    } else if (claim.kind === 'void') this.end = { how: 'never' }
    else this.end = { how: 'lost' }
  }

  #lookForEnd(leader: ProcessIdentity): void {
    // First whether it lives, then what it wrote: in this order its last word is not missed.
    const lives = isAlive(leader, this.#boot)
    const exit = this.#folder.readExit(this.index)
    if (exit !== undefined) this.end = { how: 'exited', ...exit }
    else if (!lives) this.end = { how: leader.boot === this.#boot ? 'killed' : 'lost' }
  }
}
