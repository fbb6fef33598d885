import type { ApplyFailure } from '@fairlead/protocol'
import type { Driver, ObservedRun, Refusal, RunRef } from '../drivers/driver.ts'
import { jittered, type Clock, type Timer } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import { TimerQueue } from '../lib/timer-queue.ts'
import type { DesiredStore, ItemName } from '../store/desired-store.ts'
import { reconcileRun, type Action, type RunView, type Surroundings, type Verdict } from './reconcile.ts'
import { readWish, requestOf, type ReadWish, type Wish } from './wish.ts'

export type ReconcileOptions = {
  store: DesiredStore
  driver: Driver
  clock: Clock
  random: () => number
  log: Logger
  /** See {@link Surroundings}. */
  mayStart: () => boolean
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
  readonly #wishes = new Map<string, { rev: number; read: Wish | undefined }>()
  readonly #alarms: TimerQueue<string>
  #turn: NodeJS.Immediate | undefined
  #passTimer: Timer | undefined
  #passLeft: Set<string> | undefined
  #lastPassAt: number
  #isStopped = false

  constructor(options: ReconcileOptions) {
    this.#options = options
    this.#lastPassAt = options.clock.mono()
    this.#alarms = new TimerQueue(options.clock, (runId) => this.mark(runId))
  }

  /** Milliseconds since every run was looked at. */
  get passAgeMs(): number {
    return this.#options.clock.mono() - this.#lastPassAt
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
   * what cannot, so that the answer to the revision says it.
   */
  review(changed: ItemName[]): ApplyFailure[] {
    const runs = changed.filter((item) => item.kind === 'run')
    const fresh: string[] = []
    for (const { key } of runs) {
      const isNew = this.#wishOf(key) !== undefined && this.#currentOf(key) === undefined
      if (isNew) fresh.push(key)
      this.mark(key)
      // Ends come first, so that the room of what ends can be promised to what begins with the same revision.
      if (!isNew || this.#options.driver.find(key).length > 0) this.#look(key)
    }
    return [...this.#unreadable(runs), ...fresh.flatMap((runId) => this.#admit(runId) ?? [])]
  }

  #admit(runId: string): ApplyFailure | undefined {
    const { store, driver } = this.#options
    const read = this.#read(runId)
    if (read === undefined || 'problem' in read) return undefined
    const { wish, spec } = read
    const request = requestOf(wish, spec)
    if (wish.stop !== undefined) {
      driver.release(request)
      return undefined
    }
    const known = store.refusalOf({ kind: 'run', key: runId, generation: wish.generation })
    if (known !== undefined) return undefined
    const refusal = driver.admit(request)
    return refusal === undefined ? undefined : this.#refuse(wish, refusal)
  }

  #refuse(ref: RunRef, refusal: Refusal): ApplyFailure {
    const failure: ApplyFailure = {
      kind: 'run',
      key: ref.runId,
      generation: ref.generation,
      code: refusal.code.slice(0, 64),
      message: refusal.message.slice(0, 1024),
      retryable: refusal.retryable,
    }
    this.#options.store.refuse(failure)
    this.#options.log.warn({ runId: ref.runId, generation: ref.generation, ...refusal }, 'run refused')
    return failure
  }

  #unreadable(items: ItemName[]): ApplyFailure[] {
    const { store } = this.#options
    return items.flatMap(({ key }) => {
      if (this.#wishOf(key) !== undefined) return []
      const item = store.get('run', key)
      const read = item === undefined ? undefined : readWish(item, this.#options.driver.secondMs)
      if (item === undefined || read === undefined || !('problem' in read)) return []
      if (store.refusalOf(item) !== undefined) return []
      return [
        this.#refuse(
          { runId: key, generation: item.generation },
          { code: 'INVALID', message: read.problem, retryable: false },
        ),
      ]
    })
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
        if (this.#marked.size > 0 && !this.#isStopped) this.#turn ??= setImmediate(() => this.#work())
      })
  }

  #judge(runId: string): Verdict {
    const { store, driver, clock, mayStart } = this.#options
    const wish = this.#wishOf(runId)
    const generation = wish?.generation
    const item = store.get('run', runId)
    // An item that cannot be read is wanted all the same: nothing of it is ended for that.
    if (item !== undefined && wish === undefined) return { actions: [] }
    const view: RunView = {
      runId,
      wish,
      seen: driver.find(runId),
      isRefused: item !== undefined && store.refusalOf(item) !== undefined,
      isOwned: generation !== undefined && this.#owned.get(runId) === generation,
      isReported: generation !== undefined && this.#reported.get(runId) === generation,
    }
    const around: Surroundings = { now: clock.now(), isAuthoritative: store.appliedRev > 0, mayStart: mayStart() }
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
        this.#reportCurrent(action.ref)
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
    const read = this.#read(ref.runId)
    if (read === undefined || 'problem' in read || read.wish.generation !== ref.generation) return
    const request = requestOf(read.wish, read.spec)
    const refusal = driver.admit(request)
    if (refusal !== undefined) {
      this.#options.onLateFailure(this.#refuse(ref, refusal))
      return
    }
    log.info(ref, 'starting run')
    this.#owned.set(ref.runId, ref.generation)
    try {
      await driver.start(request)
    } catch (error) {
      // The driver promises that nothing was started: the run can go back to where it came from.
      driver.release(ref)
      const message = `the run could not be started: ${messageOf(error)}`
      this.#options.onLateFailure(this.#refuse(ref, { code: 'START_FAILED', message, retryable: true }))
    }
    this.mark(ref.runId)
  }

  #reportCurrent(ref: RunRef): void {
    const run = this.#options.driver.find(ref.runId).find((each) => each.generation === ref.generation)
    if (run !== undefined) this.#options.onStatus(run)
  }

  #dropMemory(ref: RunRef): void {
    if (this.#owned.get(ref.runId) === ref.generation) this.#owned.delete(ref.runId)
    this.#options.onForgotten(ref)
  }

  #currentOf(runId: string): ObservedRun | undefined {
    const wish = this.#wishOf(runId)
    return this.#options.driver.find(runId).find((run) => run.generation === wish?.generation)
  }

  #read(runId: string): ReadWish | undefined {
    const item = this.#options.store.get('run', runId)
    return item === undefined ? undefined : readWish(item, this.#options.driver.secondMs)
  }

  #wishOf(runId: string): Wish | undefined {
    const item = this.#options.store.get('run', runId)
    if (item === undefined) {
      this.#unwanted(runId)
      return undefined
    }
    const cached = this.#wishes.get(runId)
    if (cached?.rev === item.rev) return cached.read
    const read = readWish(item, this.#options.driver.secondMs)
    const wish = 'problem' in read ? undefined : read.wish
    this.#wishes.set(runId, { rev: item.rev, read: wish })
    if (cached?.read !== undefined && cached.read.generation !== item.generation) this.#letGo(cached.read)
    return wish
  }

  #unwanted(runId: string): void {
    const cached = this.#wishes.get(runId)
    this.#wishes.delete(runId)
    this.#reported.delete(runId)
    if (cached?.read !== undefined && this.#letGo(cached.read)) this.#dropMemory(cached.read)
  }

  /** A wish that is gone before anything was started for it leaves nothing behind. */
  #letGo(wish: Wish): boolean {
    const isThere = this.#options.driver.find(wish.runId).some((run) => run.generation === wish.generation)
    if (!isThere) this.#options.driver.release(wish)
    return !isThere
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
    if (this.#passLeft === undefined) return
    for (const runId of this.#passLeft) {
      // A run with an action under way has been looked at.
      if (!this.#marked.has(runId) || this.#busy.has(runId)) this.#passLeft.delete(runId)
    }
    if (this.#passLeft.size > 0) return
    this.#passLeft = undefined
    this.#lastPassAt = this.#options.clock.mono()
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
