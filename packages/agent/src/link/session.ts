import {
  CloseCode,
  CONTROL_TO_AGENT,
  DEAD_AFTER_MS,
  decode,
  SEND_BUFFER_HARD_BYTES,
  SEND_BUFFER_SOFT_BYTES,
  type ControlToAgent,
  type Decoded,
  type Envelope,
  type Frame,
  type Welcome,
} from '@fairlead/protocol'
import type { WebSocket } from 'ws'
import type { Clock, Timer } from '../lib/clock.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import type { FrameSource, Produced } from './frame-source.ts'
import { FrameWriter } from './frame-writer.ts'

export type ControlFrame = Frame<ControlToAgent>

/** How a session ended. `code` is the close code, 1006 when the connection just broke. */
export type SessionEnd = { code: number; reason: string }

export type SessionHandlers = {
  onWelcome: (welcome: Welcome, session: Session) => void
  onFrame: (frame: ControlFrame, session: Session) => void
  onEnd: (end: SessionEnd, session: Session) => void
}

/** The peer's first frame has to arrive within this time of the upgrade. */
const WELCOME_TIMEOUT_MS = 10_000
const WATCH_EVERY_MS = 5_000
/** A peer that takes nothing for this long while much waits is given up. */
const STALLED_MS_MAX = 10_000
/** A peer that breaks the contract this often is not worth listening to. */
const INVALID_FRAMES_MAX = 20
/** Urgent frames that may wait; behind this the session is of no use. */
const OUTBOX_FRAMES_MAX = 5_000

/** One connection, from the upgrade to its end: envelope, order, pace and liveness. What frames mean is the handlers' matter. */
export class Session {
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #log: Logger
  readonly #handlers: SessionHandlers
  readonly #writer: FrameWriter
  readonly openedAt: number
  #welcome: Welcome | undefined
  #seqIn = 0
  #lastHeardAt: number
  #invalidFrames = 0
  #watch: Timer | undefined
  #isMuted = false
  #isEnded = false

  constructor(options: {
    socket: WebSocket
    clock: Clock
    log: Logger
    handlers: SessionHandlers
    /** In order of rank. */
    sources: FrameSource[]
  }) {
    this.#socket = options.socket
    this.#clock = options.clock
    this.#log = options.log
    this.#handlers = options.handlers
    this.#writer = new FrameWriter({ socket: options.socket, clock: options.clock, sources: options.sources })
    this.openedAt = options.clock.mono()
    this.#lastHeardAt = this.openedAt
    this.#listen()
    this.#watchdog()
  }

  get welcome(): Welcome | undefined {
    return this.#welcome
  }

  get lastHeardAt(): number {
    return this.#lastHeardAt
  }

  /** See {@link FrameWriter.backlog}. */
  get backlog(): { frames: number; bytes: number } {
    return this.#writer.backlog
  }

  /** See {@link FrameWriter.sentBytes}. */
  get sentBytes(): number {
    return this.#writer.sentBytes
  }

  send(frame: Produced): void {
    if (this.#isEnded || this.#isMuted) return
    if (this.backlog.frames >= OUTBOX_FRAMES_MAX) this.terminate('too much waits to be sent')
    else this.#writer.push(frame)
  }

  /** Puts the frame in the place of an unsent one of its type. */
  sendNewest(frame: Produced): void {
    if (!this.#isEnded && !this.#isMuted) this.#writer.replace(frame)
  }

  /** Another session has taken over: this one neither says nor hears anything more. */
  mute(): void {
    this.#isMuted = true
    this.#writer.close()
  }

  /** A source has something to say. */
  pump(): void {
    this.#writer.pump()
  }

  /** Says goodbye; the end is reported when the peer has answered, or did not in time. */
  close(code: number, reason: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.close(code, reason)
    else this.terminate(reason)
  }

  /** Ends at once, without a word: a socket that is not read would keep everything that waits on it. */
  terminate(reason: string): void {
    this.#end({ code: 1006, reason })
    this.#socket.terminate()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('message', (data, isBinary) => {
      this.#heard()
      if (isBinary) this.#onInvalid('binary frame')
      else this.#onText((data as Buffer).toString('utf8'))
    })
    socket.on('ping', () => this.#heard())
    socket.on('pong', () => this.#heard())
    socket.on('error', (error) => this.#log.debug({ problem: messageOf(error) }, 'link error'))
    socket.on('close', (code, reason) => this.#end({ code, reason: reason.toString() }))
    socket.resume()
  }

  #heard(): void {
    this.#lastHeardAt = this.#clock.mono()
  }

  #watchdog(): void {
    this.#watch = this.#clock.after(WATCH_EVERY_MS, () => {
      const now = this.#clock.mono()
      const { bytes } = this.backlog
      if (now - this.#lastHeardAt > DEAD_AFTER_MS) this.terminate('nothing was heard for too long')
      else if (this.#welcome === undefined && now - this.openedAt >= WELCOME_TIMEOUT_MS)
        this.terminate('no welcome came')
      else if (bytes > SEND_BUFFER_HARD_BYTES) this.terminate('the peer reads too slowly')
      else if (bytes > SEND_BUFFER_SOFT_BYTES && this.#writer.stalledMs > STALLED_MS_MAX) {
        this.terminate('the peer does not read')
      } else if (!this.#isEnded) this.#watchdog()
    })
  }

  #onText(text: string): void {
    if (this.#isEnded || this.#isMuted) return
    const decoded = decode(CONTROL_TO_AGENT, text)
    if (decoded.kind === 'invalid' && decoded.envelope === undefined) {
      this.#onInvalid(decoded.problem)
      return
    }
    const envelope = decoded.kind === 'frame' ? decoded.frame : decoded.envelope
    if (envelope === undefined || !this.#isInOrder(envelope.seq)) return
    this.#onEnvelope(decoded, envelope)
    this.#writer.acknowledge(envelope.seq)
  }

  #onEnvelope(decoded: Decoded<ControlToAgent>, envelope: Omit<Envelope, 't' | 'b'> & { t: string }): void {
    if (decoded.kind === 'frame' && decoded.frame.t === 'welcome') {
      this.#onWelcome(decoded.frame.b)
      return
    }
    if (this.#welcome === undefined) {
      this.#fail('the first frame was not welcome')
      return
    }
    if (envelope.ep !== this.#welcome.epoch || envelope.sid !== this.#welcome.sid) {
      this.#log.debug({ t: envelope.t, epoch: envelope.ep }, 'frame of another epoch ignored')
      return
    }
    if (decoded.kind === 'unknown') {
      this.#answerError('unknown_type', `this agent does not know ${envelope.t}`, envelope.id)
      return
    }
    if (decoded.kind === 'invalid') {
      this.#onInvalid(decoded.problem, envelope.id)
      return
    }
    this.#handlers.onFrame(decoded.frame, this)
    this.pump()
  }

  /** True when the frame is the next one. A repeated frame is skipped; behind a gap nothing can be trusted to be complete. */
  #isInOrder(seq: number): boolean {
    if (seq <= this.#seqIn) return false
    if (seq > this.#seqIn + 1) {
      this.#fail(`frame ${seq} came after frame ${this.#seqIn}`)
      return false
    }
    this.#seqIn = seq
    return true
  }

  #onWelcome(welcome: Welcome): void {
    const isFirst = this.#welcome === undefined
    if (!isFirst && welcome.sid !== this.#welcome?.sid) {
      this.#fail('a second welcome named another session')
      return
    }
    this.#welcome = welcome
    this.#writer.open(welcome.sid, welcome.epoch)
    this.#handlers.onWelcome(welcome, this)
    this.pump()
  }

  #onInvalid(problem: string, re?: string): void {
    this.#invalidFrames += 1
    this.#log.warn({ problem, count: this.#invalidFrames }, 'frame refused')
    if (this.#welcome === undefined || this.#invalidFrames > INVALID_FRAMES_MAX) this.#fail(problem)
    else this.#answerError('invalid_body', problem, re)
  }

  #answerError(code: 'unknown_type' | 'invalid_body', message: string, re: string | undefined): void {
    this.send({
      t: 'error',
      body: { code, message: message.slice(0, 1024), fatal: false },
      ...(re === undefined ? {} : { re }),
    })
  }

  #fail(problem: string): void {
    this.#log.warn({ problem }, 'the control plane broke the contract, closing')
    this.mute()
    this.close(CloseCode.protocol, problem.slice(0, 100))
  }

  #end(end: SessionEnd): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#watch?.cancel()
    this.#writer.close()
    this.#handlers.onEnd(end, this)
  }
}
