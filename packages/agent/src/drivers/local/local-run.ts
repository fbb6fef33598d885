import { isFinalRunPhase } from '@fairlead/protocol'
import type { Clock } from '../../lib/clock.ts'
import { messageOf, type Logger } from '../../lib/logger.ts'
import type { ObservedRun, RunRef, StopOrder } from '../driver.ts'
import { firstFailure, judgeRun } from './judge-run.ts'
import { uptimeMs } from './local-host.ts'
import { LocalReplica } from './local-replica.ts'
import type { Outcome, RunFolder, RunRecord, StopRecord } from './run-folder.ts'
import type { Remains } from './sessions.ts'

export type LocalRunOptions = {
  ref: RunRef
  folder: RunFolder
  node: string
  boot: string
  /** Path of the script that runs commands. */
  shim: string
  clock: Clock
  log: Logger
  onChange: (run: ObservedRun) => void
  /** What may still be there of a run that ends. */
  onRemains: (remains: Remains) => void
  /** Called once, after the end was reported. */
  onEnd: () => void
}

/** KILL is repeated: a process may have been made between two looks. */
const KILL_AGAIN_MS = 1_000

/** One run on this host, from waiting for room to its end. Its truth is on disk; this object looks at it and acts on orders. */
export class LocalRun {
  readonly #options: LocalRunOptions
  #record: RunRecord | undefined
  #replicas: LocalReplica[] = []
  #stop: StopRecord | undefined
  #outcome: Outcome | undefined
  #reported: ObservedRun | undefined
  #hasAsked = false
  #killedAt = Number.NEGATIVE_INFINITY
  #gangFailedAt: number | undefined
  #startedAt: number | undefined

  constructor(options: LocalRunOptions) {
    this.#options = options
  }

  get ref(): RunRef {
    return this.#options.ref
  }

  get record(): RunRecord | undefined {
    return this.#record
  }

  get isOver(): boolean {
    return this.#outcome !== undefined
  }

  /** Waits for nothing but the clock or a process that the agent is told about: it may be looked at seldom. */
  get isSettled(): boolean {
    return (
      this.isOver || (this.#stop === undefined && this.#replicas.every((replica) => replica.isWatched || replica.end))
    )
  }

  get replicas(): readonly LocalReplica[] {
    return this.#replicas
  }

  observe(): ObservedRun {
    if (this.#outcome !== undefined) return { ...this.ref, ...this.#outcome }
    return this.#reported ?? { ...this.ref, phase: 'ASSIGNED' }
  }

  /** No room yet. */
  wait(message: string): void {
    this.#report({ ...this.ref, phase: 'ASSIGNED', reason: 'WAITING_NODE', message })
  }

  /** The intent is on disk: start every replica. */
  async launch(record: RunRecord): Promise<void> {
    this.#take(record)
    // An order to end that came while the intent was written: claims are voided, and nothing begins.
    if (this.#stop !== undefined) await this.#options.folder.writeStop(this.#stop)
    this.#report({ ...this.ref, phase: 'STARTING', reason: 'STARTING' })
    if (this.#stop === undefined) for (const replica of this.#replicas) replica.launch(record, () => this.look())
    this.look()
  }

  /** Finds a run of an earlier life. What was begun is finished, what was never begun is begun: claims make that safe. */
  restore(record: RunRecord): void {
    const { folder, boot } = this.#options
    this.#take(record)
    this.#outcome = folder.readOutcome()
    this.#stop = folder.readStop()
    if (this.#outcome !== undefined) return
    for (const replica of this.#replicas) {
      // A host that was restarted has lost all its processes; whether this one had begun, nobody can tell.
      if (record.bootId !== boot) replica.end = lostOrEnded(folder, replica.index)
      else if (this.#stop === undefined && folder.readClaim(replica.index) === undefined) {
        replica.launch(record, () => this.look())
      }
    }
    this.look()
  }

  /** Ends the run before it got room, or because its intent could not be put on disk. */
  endWithoutStart(outcome: Pick<Outcome, 'phase' | 'reason' | 'message'>): void {
    this.#finish({ ...outcome, finishedAt: this.#options.clock.now() })
  }

  async stop(order: StopOrder): Promise<void> {
    if (this.#stop !== undefined || this.isOver) return
    this.#stop = { ...order, at: uptimeMs() }
    if (this.#record !== undefined) await this.#options.folder.writeStop(this.#stop)
    this.look()
  }

  /** Reads what is true, reports it if it is new, and does what is due. */
  look(): void {
    if (this.isOver || this.#record === undefined) return
    const { node, log } = this.#options
    try {
      const isStopping = this.#stop !== undefined
      for (const replica of this.#replicas) replica.look(isStopping)
      const failed = firstFailure(this.#replicas)
      if (failed !== undefined && !isStopping) for (const replica of this.#replicas) replica.look(true)
      const { phase, ...rest } = judgeRun(this.#replicas, node, this.#stop)
      const seen: ObservedRun = { ...this.ref, phase, ...rest, ...this.#times() }
      if (isFinalRunPhase(phase)) {
        this.#reportRunning()
        this.#finish(seen)
        return
      }
      this.#report(seen)
      this.#press(failed !== undefined)
    } catch (error) {
      log.error({ ...this.ref, problem: messageOf(error) }, 'a run could not be looked at')
    }
  }

  #take(record: RunRecord): void {
    const { folder, boot, shim } = this.#options
    this.#record = record
    this.#replicas = record.env.map((_, index) => new LocalReplica({ folder, index, boot, shim }))
  }

  /** TERM once, KILL after the grace, for an order or for a gang that has failed. */
  #press(hasFailed: boolean): void {
    const record = this.#record
    if (record === undefined || (this.#stop === undefined && !hasFailed)) return
    if (this.#stop === undefined) this.#gangFailedAt ??= uptimeMs()
    const since = this.#stop?.at ?? this.#gangFailedAt ?? uptimeMs()
    const graceMs = this.#stop?.graceMs ?? record.graceMs
    if (uptimeMs() - since >= graceMs) {
      if (uptimeMs() - this.#killedAt < KILL_AGAIN_MS) return
      this.#killedAt = uptimeMs()
      for (const replica of this.#replicas) replica.signal('SIGKILL')
    } else if (!this.#hasAsked) {
      this.#hasAsked = true
      for (const replica of this.#replicas) replica.signal('SIGTERM')
    }
  }

  #times(): Pick<ObservedRun, 'startedAt' | 'finishedAt'> {
    const starts = this.#replicas.flatMap((replica) => replica.startedUptimeMs ?? [])
    if (starts.length === this.#replicas.length) this.#startedAt ??= this.#wallOf(Math.max(...starts))
    const ends = this.#replicas.flatMap(({ end }) => (end?.how === 'exited' ? (end.uptimeMs ?? []) : []))
    const isOver = this.#replicas.every((replica) => replica.end !== undefined)
    return {
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(isOver ? { finishedAt: ends.length > 0 ? this.#wallOf(Math.max(...ends)) : this.#options.clock.now() } : {}),
    }
  }

  /** A moment on the host's own clock as a time. Right also when the wall clock was set in between. */
  #wallOf(atUptimeMs: number): number {
    const isSameBoot = this.#record?.bootId === this.#options.boot
    return isSameBoot ? this.#options.clock.now() - (uptimeMs() - atUptimeMs) : (this.#record?.createdAt ?? 0)
  }

  /** A run that ended between two looks ran all the same. */
  #reportRunning(): void {
    const hasRun = this.#replicas.every((replica) => replica.isClaimed)
    if (!hasRun || this.#startedAt === undefined || this.#reported?.phase !== 'STARTING') return
    this.#report({ ...this.ref, phase: 'RUNNING', startedAt: this.#startedAt })
  }

  #report(seen: ObservedRun): void {
    const phaseText = JSON.stringify({ ...seen, startedAt: 0 })
    const isSame = this.#reported !== undefined && JSON.stringify({ ...this.#reported, startedAt: 0 }) === phaseText
    if (isSame) return
    this.#reported = seen
    this.#options.onChange(seen)
  }

  #finish(outcome: Outcome & Partial<RunRef>): void {
    const { folder, onRemains, onChange, onEnd } = this.#options
    const { runId } = this.ref
    onRemains({ leaders: this.#replicas.flatMap((replica) => replica.leader ?? []), mark: `FAIRLEAD_RUN_ID=${runId}` })
    this.#outcome = outcome
    if (this.#record !== undefined) folder.writeOutcome(outcome)
    onChange(this.observe())
    onEnd()
  }
}

function lostOrEnded(folder: RunFolder, index: number): LocalReplica['end'] {
  const exit = folder.readExit(index)
  return exit === undefined ? { how: 'lost' } : { how: 'exited', code: exit.code, uptimeMs: undefined }
}
