import {
  AGENT_TO_CONTROL,
  CloseCode,
  DEAD_AFTER_MS,
  FRAMES_PER_SECOND_MAX,
  HELLO_TIMEOUT_MS,
  Outbox,
  SEND_BUFFER_HARD_BYTES,
  SEND_BUFFER_SOFT_BYTES,
  decode,
  type AgentToControl,
  type ControlToAgent,
  type Frame,
} from '@fairlead/protocol'
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import type { SessionHealth } from '../db/schema/agent-sessions.ts'
import type { Logger } from '../lib/logger.ts'

export type AgentFrame = Frame<AgentToControl>

export interface SessionIdentity {
  sid: string
  epoch: number
  organizationId: string
  clusterId: string
  clusterName: string
  thumbprint: string
  bootId: string
}

/** Who handles what the agent says. Frames of one session come one after the other. */
export interface SessionHandler {
  onFrame(session: AgentSession, frame: AgentFrame): Promise<void>
  onClosed(session: AgentSession): void
}

const PING_MS = 20_000
const DRAIN_LIMIT_MS = 10_000

/** One connection of one agent: framing, order, limits and life signs. What messages mean is its handler's business. */
export class AgentSession {
  readonly identity: SessionIdentity
  readonly openedAt = Date.now()
  /** Revision up to which desired state was handed to the socket. */
  sentRev = 0
  appliedRev = 0
  hasSaidHello = false
  /** Desired state was compared with what it said it has: from here on deltas may follow. */
  isGreeted = false
  health: SessionHealth | undefined
  lastFrameAt = Date.now()
  readonly #socket: WebSocket
  readonly #handler: SessionHandler
  readonly #log: Logger
  readonly #outbox = new Outbox<ControlToAgent>()
  readonly #timers: NodeJS.Timeout[] = []
  #inbox: Promise<void> = Promise.resolve()
  #received = 0
  #tokens = FRAMES_PER_SECOND_MAX
  #stuckSince: number | undefined
  #isClosed = false

  constructor(socket: WebSocket, identity: SessionIdentity, handler: SessionHandler, log: Logger) {
    this.#socket = socket
    this.identity = identity
    this.#handler = handler
    this.#log = log.child({ clusterId: identity.clusterId, epoch: identity.epoch })
    this.#outbox.sid = identity.sid
    this.#outbox.epoch = identity.epoch
    socket.on('error', (error) => this.#log.debug({ err: error }, 'agent socket error'))
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('pong', () => (this.lastFrameAt = Date.now()))
    socket.on('close', (code) => this.#closed(code))
    this.#timers.push(
      setTimeout(() => {
        if (!this.hasSaidHello) this.close(CloseCode.timeout, 'no hello')
      }, HELLO_TIMEOUT_MS),
      // Spread, so that the pings of many agents do not fall on one moment.
      setInterval(() => this.#checkLife(), PING_MS * (0.8 + Math.random() * 0.4)),
      setInterval(() => {
        this.#tokens = FRAMES_PER_SECOND_MAX
        this.#flush()
      }, 1000),
    )
  }

  get isOpen(): boolean {
    return !this.#isClosed && this.#socket.readyState === this.#socket.OPEN
  }

  /** True while the agent takes what we send; when false, bulk data waits. */
  get hasRoom(): boolean {
    return this.isOpen && this.#outbox.size < 64 && this.#socket.bufferedAmount < SEND_BUFFER_SOFT_BYTES
  }

  send<T extends keyof ControlToAgent>(t: T, body: z.input<ControlToAgent[T]>, re?: string): void {
    if (this.#isClosed) return
    this.#outbox.push(t, body, re)
    this.#flush()
  }

  close(code: number, reason: string): void {
    if (this.#isClosed) return
    this.#socket.close(code, reason.slice(0, 120))
    // A peer that does not answer the close would keep its buffers for ever.
    setTimeout(() => this.#socket.terminate(), 5_000).unref()
  }

  #flush(): void {
    while (this.isOpen && this.#socket.bufferedAmount < SEND_BUFFER_SOFT_BYTES) {
      const text = this.#outbox.take()
      if (text === undefined) break
      this.#socket.send(text)
    }
    this.#stuckSince =
      this.#socket.bufferedAmount >= SEND_BUFFER_SOFT_BYTES ? (this.#stuckSince ?? Date.now()) : undefined
    const isStuck = this.#stuckSince !== undefined && Date.now() - this.#stuckSince > DRAIN_LIMIT_MS
    if (this.#socket.bufferedAmount > SEND_BUFFER_HARD_BYTES || isStuck) {
      this.#log.warn({ buffered: this.#socket.bufferedAmount }, 'agent does not read: giving it up')
      this.#socket.terminate()
    }
  }

  #receive(data: WebSocket.RawData, isBinary: boolean): void {
    this.lastFrameAt = Date.now()
    this.#tokens -= 1
    if (this.#tokens < 0) return this.close(CloseCode.slow, 'too many frames')
    if (isBinary) return this.close(CloseCode.protocol, 'binary frame')
    const decoded = decode(AGENT_TO_CONTROL, (data as Buffer).toString('utf8'))
    if (decoded.kind === 'invalid') {
      this.#log.warn({ problem: decoded.problem }, 'invalid frame')
      this.send('error', { code: 'invalid_body', message: decoded.problem, fatal: true }, decoded.envelope?.id)
      return this.close(CloseCode.protocol, decoded.problem)
    }
    const envelope = decoded.kind === 'frame' ? decoded.frame : decoded.envelope
    if (envelope.seq !== this.#received + 1) return this.close(CloseCode.protocol, 'frame out of order')
    this.#received = envelope.seq
    if (decoded.kind === 'unknown') {
      return this.send(
        'error',
        { code: 'unknown_type', message: `unknown type ${envelope.t}`, fatal: false },
        envelope.id,
      )
    }
    if (decoded.frame.t !== 'hello' && !this.hasSaidHello) return this.close(CloseCode.protocol, 'hello comes first')
    if (decoded.frame.t === 'hello') this.hasSaidHello = true
    const { frame } = decoded
    this.#inbox = this.#inbox.then(async () => {
      if (this.#isClosed) return
      await this.#handler.onFrame(this, frame)
      this.#outbox.ack = frame.seq
    })
  }

  #checkLife(): void {
    if (Date.now() - this.lastFrameAt > DEAD_AFTER_MS) return this.#socket.terminate()
    if (this.isOpen) this.#socket.ping()
  }

  #closed(code: number): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#log.info({ code }, 'agent disconnected')
    this.#handler.onClosed(this)
  }
}
