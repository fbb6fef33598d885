import { CloseCode, type Welcome } from '@fairlead/protocol'
import { sleep, type Clock, type Timer } from '../lib/clock.ts'
import type { Logger } from '../lib/logger.ts'
import type { DialResult } from './dial.ts'
import type { FrameSource, Produced } from './frame-source.ts'
import { REFUSED_WINDOW_MS, reconnectWindow, STABLE_MS, uniform } from './reconnect-window.ts'
import { Session, type ControlFrame, type SessionEnd } from './session.ts'

export type LinkHandlers = {
  /** A session begins, and hello is due; or, when `isNew` is false, its state has changed. */
  onWelcome: (welcome: Welcome, isNew: boolean) => void
  onFrame: (frame: ControlFrame) => void
  /** Nobody listens any more. */
  onDown: () => void
}

export type LinkOptions = {
  dialer: { dial: () => Promise<DialResult>; learn: (welcome: Welcome) => void }
  handlers: LinkHandlers
  /** In order of rank. */
  sources: FrameSource[]
  clock: Clock
  random: () => number
  log: Logger
}

/** For people and probes. */
export type LinkState = {
  isConnected: boolean
  /** Sessions that were welcomed. */
  connects: number
  /** Attempts that did not become a session. */
  failures: number
  epoch: number
  /** Since the control plane was last heard from; undefined before the first time. */
  contactAgeMs: number | undefined
  backlog: { frames: number; bytes: number }
  /** Of all sessions together. */
  sentBytes: number
}

type Live = { session: Session; ended: Promise<SessionEnd> }
type Outcome = { kind: 'ended'; end: SessionEnd; livedMs: number } | Exclude<DialResult, { kind: 'open' }>

/** Close codes and statuses behind which only a person can help. */
const REFUSALS: ReadonlySet<number> = new Set<number>([
  401,
  403,
  426,
  CloseCode.unauthorized,
  CloseCode.revoked,
  CloseCode.upgradeRequired,
])
const STOP_TIMEOUT_MS = 3_000

/**
 * Keeps one session alive for as long as the agent lives. It comes back in windows (see {@link reconnectWindow}), seldom when it was
 * refused, and when the server asked for it; an old connection is closed after its replacement was welcomed. It never gives up.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #stop = new AbortController()
  #current: Session | undefined
  #connects = 0
  #failures = 0
  /** Of the sessions that have ended. */
  #sentBytes = 0
  #heardAt: number | undefined
  #epoch = 0
  /** Set while the server is going away: the moment at which we are to be back. */
  #drainUntil: number | undefined
  #replaceTimer: Timer | undefined
  #replace: (() => void) | undefined
  #done: Promise<void> = Promise.resolve()

  constructor(options: LinkOptions) {
    this.#options = options
  }

  get state(): LinkState {
    const heardAt = this.#current?.lastHeardAt ?? this.#heardAt
    return {
      isConnected: this.#current !== undefined,
      connects: this.#connects,
      failures: this.#failures,
      epoch: this.#epoch,
      contactAgeMs: heardAt === undefined ? undefined : this.#options.clock.mono() - heardAt,
      backlog: this.#current?.backlog ?? { frames: 0, bytes: 0 },
      sentBytes: this.#sentBytes + (this.#current?.sentBytes ?? 0),
    }
  }

  start(): void {
    this.#done = this.#run()
  }

  /** Sends what waits as far as the socket takes it, says goodbye, and resolves when the connection is gone. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#replaceTimer?.cancel()
    this.#current?.pump()
    this.#current?.close(1001, 'the agent stops')
    await Promise.race([this.#done, sleep(this.#options.clock, STOP_TIMEOUT_MS)])
  }

  /** Drops the frame when there is no session: whatever matters is said again after the next welcome. */
  send(frame: Produced): void {
    this.#current?.send(frame)
  }

  /** Puts the frame in the place of an unsent one of its type. */
  sendNewest(frame: Produced): void {
    this.#current?.sendNewest(frame)
  }

  /** A source has something to say. */
  kick(): void {
    this.#current?.pump()
  }

  async #run(): Promise<void> {
    const { clock, random, log } = this.#options
    const { signal } = this.#stop
    let attempt = 0
    let isDue = true
    while (!signal.aborted) {
      const windowMs = reconnectWindow(attempt)
      const beganAt = clock.mono()
      if (!isDue) await sleep(clock, random() * windowMs, signal)
      if (signal.aborted) return
      const outcome = await this.#attempt()
      if (signal.aborted) return
      const isStable = outcome.kind === 'ended' && outcome.livedMs >= STABLE_MS
      isDue = this.#drainUntil !== undefined
      attempt = isStable || isDue ? 0 : attempt + 1
      const waitMs = Math.max(0, this.#askedWaitMs(outcome) ?? beganAt + windowMs - clock.mono())
      log.info({ ...describe(outcome), waitMs: Math.round(waitMs) }, 'not connected')
      await sleep(clock, waitMs, signal)
    }
  }

  /** How long the server, or its refusal, makes us wait. Undefined: as long as the window lasts. */
  #askedWaitMs(outcome: Outcome): number | undefined {
    const { random, clock } = this.#options
    if (this.#drainUntil !== undefined) {
      const waitMs = this.#drainUntil - clock.mono()
      this.#drainUntil = undefined
      return waitMs
    }
    if (REFUSALS.has(codeOf(outcome))) return uniform(REFUSED_WINDOW_MS, random)
    if (outcome.kind !== 'refused' || outcome.retryAfterMs === undefined) return undefined
    return outcome.retryAfterMs * (1 + random())
  }

  /** One attempt, and what comes of it, to its end. */
  async #attempt(): Promise<Outcome> {
    const first = await this.#connect()
    if ('kind' in first) return first
    const { clock, random, log } = this.#options
    const openedAt = clock.mono()
    let live = first
    for (let failed = 0; ;) {
      const due = new Promise<'due'>((resolve) => {
        this.#replace = () => resolve('due')
      })
      const event = await Promise.race([live.ended, due])
      if (event !== 'due') {
        this.#replaceTimer?.cancel()
        return { kind: 'ended', end: event, livedMs: clock.mono() - openedAt }
      }
      const next = await this.#connect()
      if (!('kind' in next)) {
        live = next
        failed = 0
        continue
      }
      // The old connection still serves: try again without haste.
      log.info(describe(next), 'the connection could not be replaced yet')
      failed += 1
      this.#replaceAfter(reconnectWindow(failed) * (1 + random()))
    }
  }

  /** Dials, and waits until the peer has welcomed us. */
  async #connect(): Promise<Live | Outcome> {
    const { clock, log, sources, dialer } = this.#options
    const result = await dialer.dial()
    if (result.kind !== 'open') {
      this.#failures += 1
      return result
    }
    if (this.#stop.signal.aborted) result.socket.terminate()
    return new Promise((resolve) => {
      let end: (end: SessionEnd) => void = () => undefined
      const ended = new Promise<SessionEnd>((resolveEnd) => {
        end = resolveEnd
      })
      // The session listens for as long as the socket is open; its handlers are told which one it is.
      void new Session({
        socket: result.socket,
        clock,
        log,
        sources,
        handlers: {
          onWelcome: (welcome, session) => {
            this.#onWelcome(welcome, session)
            resolve({ session, ended })
          },
          onFrame: (frame, session) => this.#onFrame(frame, session),
          onEnd: (reason, session) => {
            this.#onEnd(session)
            end(reason)
            resolve({ kind: 'ended', end: reason, livedMs: 0 })
          },
        },
      })
    })
  }

  #onWelcome(welcome: Welcome, session: Session): void {
    const { dialer, handlers, log, random } = this.#options
    dialer.learn(welcome)
    const isNew = this.#current !== session
    if (isNew) {
      const old = this.#current
      this.#current = session
      this.#epoch = welcome.epoch
      this.#connects += 1
      this.#drainUntil = undefined
      this.#replaceAfter(welcome.timers.connectionAgeMsMax * (0.8 + 0.2 * random()))
      log.info({ sid: welcome.sid, epoch: welcome.epoch, state: welcome.state }, 'connected')
      if (old !== undefined) {
        handlers.onDown()
        old.mute()
        old.close(1000, 'replaced')
      }
    }
    handlers.onWelcome(welcome, isNew)
  }

  #onFrame(frame: ControlFrame, session: Session): void {
    if (session !== this.#current) return
    if (frame.t !== 'drain') {
      this.#options.handlers.onFrame(frame)
      return
    }
    const { clock, random, log } = this.#options
    const waitMs = uniform(frame.b.reconnectAfterMs, random)
    log.info({ reason: frame.b.reason, waitMs: Math.round(waitMs) }, 'the control plane is going away')
    this.#drainUntil = clock.mono() + waitMs
    this.#replaceAfter(waitMs)
  }

  #onEnd(session: Session): void {
    this.#sentBytes += session.sentBytes
    if (session !== this.#current) return
    this.#current = undefined
    this.#heardAt = session.lastHeardAt
    this.#options.handlers.onDown()
  }

  #replaceAfter(delayMs: number): void {
    this.#replaceTimer?.cancel()
    this.#replaceTimer = this.#options.clock.after(delayMs, () => this.#replace?.())
  }
}

function codeOf(outcome: Outcome): number {
  if (outcome.kind === 'refused') return outcome.status
  return outcome.kind === 'ended' ? outcome.end.code : 0
}

function describe(outcome: Outcome): object {
  if (outcome.kind === 'ended') return { code: outcome.end.code, reason: outcome.end.reason }
  return { problem: outcome.message }
}
