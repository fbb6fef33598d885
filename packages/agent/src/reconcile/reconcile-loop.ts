import type { ApplyFailure } from '@fairlead/protocol'
import { StartRefused, type Driver, type ObservedRun, type RunRef } from '../drivers/driver.ts'
import { jittered, type Clock, type Timer } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import { TimerQueue } from '../lib/timer-queue.ts'
import type { DesiredStore, ItemName } from '../store/desired-store.ts'
import { reconcileRun, type Action, type RunView, type Surroundings, type Verdict } from './reconcile.ts'
import { Admission } from './admission.ts'
import { WishBook } from './wish-book.ts'
import { requestOf } from './wish.ts'

export type ReconcileOptions = {
  store: DesiredStore
  driver: Driver
  clock: Clock
  random: () => number
  log: Logger
  /** See {@link Surroundings}. */
  mayStart: () => boolean
  isAuthoritative: () => boolean
  onStatus: (run: ObservedRun) => void
  onForgotten: (ref: RunRef) => void
  /** A run turned out to be impossible after its revision was applied. */
  onLateFailure: (failure: ApplyFailure) => void
}

/** Every run is looked at this often even if nothing was heard of it. */
const PASS_MS = 5_000
/** Actions on different runs that may be under way together. */
const PARALLEL_MAX = 32
/** Runs looked at before other work gets its turn. */
const RUNS_PER_TURN = 500
/** Runs of one revision that are admitted before it is answered; the others when they are started, so that nothing else has to wait for thousands. */
const ADMITTED_AT_ONCE_MAX = 500
/** After an action failed for a reason of the host's. */
const RETRY_MS = 2_000

/**
 * Makes the world follow the store. Each change of either marks a run; marked runs are compared and acted on, one action at a
 * time for one run, many runs at a time. A full pass repairs whatever a mark missed.
 */
export class ReconcileLoop {
  readonly #options: ReconcileOptions
  readonly #marked = new Set<string>()
  readonly #busy = new Set<string>()
  readonly #owned = new Map<string, number>()
  readonly #reported = new Map<string, number>()
  readonly #wishes: WishBook
  readonly #admission: Admission
  readonly #alarms: TimerQueue<string>
  #turn: NodeJS.Immediate | undefined
  #passTimer: Timer | undefined
  #passLeft: Set<string> | undefined
  #gotOnAt: number
  #isStopped = false

  constructor(options: ReconcileOptions) {
    this.#options = options
    this.#gotOnAt = options.clock.mono()
    this.#alarms = new TimerQueue(options.clock, (runId) => this.mark(runId))
    const { store, driver, log } = options
    this.#wishes = new WishBook({ store, driver, onGone: (ref) => this.#dropMemory(ref) })
    this.#admission = new Admission({ store, driver, wishes: this.#wishes, log })
  }

  /**
   * Milliseconds since a pass was over, or, while one takes long because thousands of runs begin at once, since one of them was looked at or an action on one
   * ended.
   */
  get passAgeMs(): number {
    return this.#options.clock.mono() - this.#gotOnAt
  }

  /** Runs that wait to be looked at or acted on. */
  get depth(): number {
    return this.#marked.size + this.#busy.size
  }

  start(): void {
    this.review(this.#wantedNames())
    this.#pass()
  }

  stop(): void {
    this.#isStopped = true
    this.#passTimer?.cancel()
    this.#alarms.close()
    if (this.#turn !== undefined) clearImmediate(this.#turn)
  }

  /** Something about this run has changed. */
  mark(runId: string): void {
    if (this.#isStopped) return
    this.#marked.add(runId)
    this.#turn ??= setImmediate(() => this.#work())
  }

  markAll(): void {
    for (const runId of this.#allRunIds()) this.mark(runId)
  }

  /**
   * Looks at items whose wish has just changed: orders what has to end, and checks whether what is new can be realised at all. Returns
   * what cannot, so that the answer to the revision says it; of more than {@link ADMITTED_AT_ONCE_MAX} new ones the rest is told as late failures.
   */
  review(changed: ItemName[]): ApplyFailure[] {
    const fresh: string[] = []
    for (const { kind, key } of changed) {
      if (kind !== 'run') continue
      const isNew = this.#wishes.has(key) && this.#current(key) === undefined
      if (isNew) fresh.push(key)
      this.mark(key)
      // Ends come first, so that the room of what ends can be promised to what begins with the same revision.
      if (!isNew || this.#options.driver.find(key).length > 0) this.#look(key)
    }
    return fresh.slice(0, ADMITTED_AT_ONCE_MAX).flatMap((runId) => this.#admission.consider(runId) ?? [])
  }

  #work(): void {
    this.#turn = undefined
    let looked = 0
    for (const runId of this.#marked) {
      if (looked === RUNS_PER_TURN || this.#busy.size >= PARALLEL_MAX) break
      if (this.#busy.has(runId)) continue
      looked += 1
      this.#marked.delete(runId)
      this.#passLeft?.delete(runId)
      this.#look(runId)
    }
    if (looked > 0) this.#gotOnAt = this.#options.clock.mono()
    this.#finishPass()
    const hasMore = looked === RUNS_PER_TURN && this.#marked.size > 0
    if (hasMore && !this.#isStopped) this.#turn ??= setImmediate(() => this.#work())
  }

  #look(runId: string): void {
    if (this.#busy.has(runId)) return
    const verdict = this.#judge(runId)
    if (verdict.wakeAt === undefined) this.#alarms.cancel(runId)
    else this.#alarms.set(runId, verdict.wakeAt)
    if (verdict.actions.length === 0) return
    this.#busy.add(runId)
    this.#execute(verdict.actions)
      .catch((error: unknown) => {
        this.#options.log.error({ runId, problem: messageOf(error) }, 'an action failed and will be tried again')
        this.#alarms.set(runId, this.#options.clock.now() + RETRY_MS)
      })
      .finally(() => {
        this.#busy.delete(runId)
        this.#gotOnAt = this.#options.clock.mono()
        if (this.#marked.size > 0 && !this.#isStopped) this.#turn ??= setImmediate(() => this.#work())
      })
  }

  #judge(runId: string): Verdict {
    const { driver, clock, mayStart, isAuthoritative } = this.#options
    const wish = this.#wishes.get(runId)
    const generation = wish?.generation
    // An item that cannot be read is wanted all the same: nothing of it is ended for that.
    if (wish === undefined && this.#wishes.has(runId)) return { actions: [] }
    const view: RunView = {
      runId,
      wish,
      seen: driver.find(runId),
      isRefused: this.#admission.isRefused(runId),
      isOwned: generation !== undefined && this.#owned.get(runId) === generation,
      isReported: generation !== undefined && this.#reported.get(runId) === generation,
    }
    const around: Surroundings = { now: clock.now(), isAuthoritative: isAuthoritative(), mayStart: mayStart() }
    return reconcileRun(view, around)
  }

  async #execute(actions: Action[]): Promise<void> {
    for (const action of actions) await this.#act(action)
  }

  async #act(action: Action): Promise<void> {
    const { driver, log } = this.#options
    switch (action.do) {
      case 'start':
        await this.#start(action.ref)
        return
      case 'adopt':
        log.debug(action.ref, 'run found again after a restart')
        this.#owned.set(action.ref.runId, action.ref.generation)
        return
      case 'stop':
        log.info({ ...action.ref, ...action.order }, 'stopping run')
        await driver.stop(action.ref, action.order)
        return
      case 'forget':
        log.debug(action.ref, 'forgetting run')
        await driver.forget(action.ref)
        this.#dropMemory(action.ref)
        this.mark(action.ref.runId)
        return
      case 'report':
        this.#reported.set(action.run.runId, action.run.generation)
        driver.release(action.run)
        this.#options.onStatus(action.run)
        return
    }
  }

  async #start(ref: RunRef): Promise<void> {
    const { driver, log } = this.#options
    const read = this.#wishes.read(ref.runId)
    if (read === undefined || 'problem' in read || read.wish.generation !== ref.generation) return
    const request = requestOf(read.wish, read.spec)
    const refusal = driver.admit(request)
    if (refusal !== undefined) {
      this.#options.onLateFailure(this.#admission.refuse(ref, refusal))
      return
    }
    log.info(ref, 'starting run')
    this.#owned.set(ref.runId, ref.generation)
    try {
      await driver.start(request)
    } catch (error) {
      // Cut off by our own end, which says nothing of the run: a refusal would stand for good, and the next life finds out what is there.
      if (this.#isStopped && !(error instanceof StartRefused)) return
      // The driver promises that nothing was started: the run can go back to where it came from.
      driver.release(ref)
      const refusal =
        error instanceof StartRefused
          ? error.refusal
          : { code: 'START_FAILED', message: `the run could not be started: ${messageOf(error)}`, retryable: true }
      this.#options.onLateFailure(this.#admission.refuse(ref, refusal))
    }
    this.mark(ref.runId)
  }

  #dropMemory(ref: RunRef): void {
    if (this.#owned.get(ref.runId) === ref.generation) this.#owned.delete(ref.runId)
    if (this.#reported.get(ref.runId) === ref.generation) this.#reported.delete(ref.runId)
    this.#options.onForgotten(ref)
  }

  /** The wanted generation of a run as it is in the world. */
  #current(runId: string): ObservedRun | undefined {
    const generation = this.#options.store.get('run', runId)?.generation
    return this.#options.driver.find(runId).find((run) => run.generation === generation)
  }

  #pass(): void {
    if (this.#isStopped) return
    if (this.#passLeft === undefined) {
      this.#passLeft = this.#allRunIds()
      this.markAll()
      this.#finishPass()
    }
    this.#passTimer = this.#options.clock.after(jittered(PASS_MS, this.#options.random), () => this.#pass())
  }

  #finishPass(): void {
    // Something that is marked and has no action under way is still to be looked at.
    if (this.#passLeft === undefined || this.#marked.size > this.#busy.size) return
    for (const runId of this.#passLeft) {
      // A run with an action under way has been looked at.
      if (!this.#marked.has(runId) || this.#busy.has(runId)) this.#passLeft.delete(runId)
    }
    if (this.#passLeft.size > 0) return
    this.#passLeft = undefined
    this.#gotOnAt = this.#options.clock.mono()
  }

  #allRunIds(): Set<string> {
    const ids = new Set<string>()
    for (const item of this.#options.store.items()) if (item.kind === 'run') ids.add(item.key)
    for (const run of this.#options.driver.runs()) ids.add(run.runId)
    return ids
  }

  #wantedNames(): ItemName[] {
    return [...this.#options.store.items()].map(({ kind, key }) => ({ kind, key }))
  }
}
