import { FRAMES_PER_SECOND_MAX, Outbox, SEND_BUFFER_SOFT_BYTES, type AgentToControl } from '@fairlead/protocol'
import type { WebSocket } from 'ws'
import type { Clock, Timer } from '../lib/clock.ts'
import type { FrameSource, Produced } from './frame-source.ts'
import { TokenBucket } from './token-bucket.ts'

/** The sending half of a session: what is urgent first, then what the sources have, no faster than the protocol and the socket allow. */
export class FrameWriter {
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #sources: FrameSource[]
  readonly #outbox = new Outbox<AgentToControl>()
  readonly #bucket: TokenBucket
  #paced: Timer | undefined
  #drainedAt: number
  #isOpen = false
  #isClosed = false
  #isWriting = false
  #sentBytes = 0

  /** @param options.sources In order of rank. */
  constructor(options: { socket: WebSocket; clock: Clock; sources: FrameSource[] }) {
    this.#socket = options.socket
    this.#clock = options.clock
    this.#sources = options.sources
    // In any one second at most 190 frames leave, which keeps a margin to the limit for the peer's own clock.
    this.#bucket = new TokenBucket({ clock: options.clock, perSecond: FRAMES_PER_SECOND_MAX * 0.75, burst: 40 })
    this.#drainedAt = options.clock.mono()
  }

  /** Urgent frames that wait, and bytes that the socket has not taken yet. */
  get backlog(): { frames: number; bytes: number } {
    return { frames: this.#outbox.size, bytes: this.#socket.bufferedAmount }
  }

  /** Bytes of the frames that were written, before the socket packs them. */
  get sentBytes(): number {
    return this.#sentBytes
  }

  /** Since the socket last had room. */
  get stalledMs(): number {
    return this.#clock.mono() - this.#drainedAt
  }

  /** The peer has named the session: from here on sources are asked. */
  open(sid: string, epoch: number): void {
    this.#outbox.sid = sid
    this.#outbox.epoch = epoch
    this.#isOpen = true
  }

  /** The peer's frames are processed up to this one. */
  acknowledge(seq: number): void {
    this.#outbox.ack = seq
  }

  push(frame: Produced): void {
    if (this.#isClosed) return
    this.#outbox.push(frame.t, frame.body, frame.re)
    this.pump()
  }

  /** Puts the frame in the place of an unsent one of its type. */
  replace(frame: Produced): void {
    if (this.#isClosed) return
    this.#outbox.replace(frame.t, frame.body)
    this.pump()
  }

  /** Writes as much as is allowed now. */
  pump(): void {
    if (this.#isWriting || this.#paced !== undefined) return
    this.#isWriting = true
    try {
      this.#write()
    } finally {
      this.#isWriting = false
    }
  }

  /** Nothing more is written. */
  close(): void {
    this.#isClosed = true
    this.#paced?.cancel()
  }

  #write(): void {
    while (this.#socket.readyState === this.#socket.OPEN && !this.#isClosed) {
      if (this.#socket.bufferedAmount > SEND_BUFFER_SOFT_BYTES) return
      if (this.#outbox.size === 0 && !this.#produce()) return
      const waitMs = this.#bucket.take()
      if (waitMs > 0) {
        this.#paced = this.#clock.after(waitMs, () => {
          this.#paced = undefined
          this.pump()
        })
        return
      }
      const text = this.#outbox.take()
      if (text === undefined) continue
      this.#sentBytes += Buffer.byteLength(text)
      this.#socket.send(text, () => this.#onWritten())
    }
  }

  #produce(): boolean {
    if (!this.#isOpen) return false
    for (const source of this.#sources) {
      const frame = source.next()
      if (frame === undefined) continue
      this.#outbox.push(frame.t, frame.body, frame.re)
      return true
    }
    return false
  }

  #onWritten(): void {
    if (this.#socket.bufferedAmount > SEND_BUFFER_SOFT_BYTES) return
    this.#drainedAt = this.#clock.mono()
    this.pump()
  }
}
