import { EventEmitter } from 'node:events'
import { Outbox, type ControlToAgent, type Welcome } from '@fairlead/protocol'
import type { WebSocket } from 'ws'
import type { z } from 'zod'

/** The client's end of a connection without a network: what was written is kept, what arrives is said by the test. */
export class FakeSocket extends EventEmitter {
  readonly OPEN = 1
  readyState = 1
  bufferedAmount = 0
  readonly sent: string[] = []
  readonly callbacks: (() => void)[] = []
  closed: { code: number; reason: string } | undefined
  isTerminated = false
  /** Off: nothing that is written ever leaves. */
  isReading = true
  readonly outbox = new Outbox<ControlToAgent>()

  constructor(epoch = 1) {
    super()
    this.outbox.sid = `sid-${epoch}`
    this.outbox.epoch = epoch
  }

  get asWebSocket(): WebSocket {
    return this as unknown as WebSocket
  }

  send(text: string, done: () => void): void {
    this.sent.push(text)
    if (!this.isReading) {
      this.bufferedAmount += text.length
      this.callbacks.push(done)
    } else done()
  }

  /** The peer reads again. */
  drain(): void {
    this.isReading = true
    this.bufferedAmount = 0
    for (const done of this.callbacks.splice(0)) done()
  }

  resume(): void {
    this.emit('resumed')
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason }
    this.readyState = 3
    this.emit('close', code, Buffer.from(reason))
  }

  terminate(): void {
    this.isTerminated = true
    this.readyState = 3
    this.emit('close', 1006, Buffer.from(''))
  }

  /** Frames that the agent has sent, by type. */
  frames(): { t: string; seq: number; ack: number; ep: number; re?: string; b: unknown }[] {
    return this.sent.map((text) => JSON.parse(text))
  }

  receive<T extends keyof ControlToAgent>(t: T, body: z.input<ControlToAgent[T]>): void {
    this.outbox.push(t, body)
    this.receiveText(this.outbox.take() ?? '')
  }

  receiveText(text: string): void {
    this.emit('message', Buffer.from(text), false)
  }
}

export function welcomeBody(overrides: Partial<Welcome> = {}): Welcome {
  return {
    sid: 'sid-1',
    epoch: 1,
    clusterId: '6f1c1a52-4d0c-4b0e-9d37-0f7b6c6f2f10',
    clusterName: 'test',
    state: 'accepted',
    serverTime: new Date(0).toISOString(),
    protocol: '1.0',
    desiredRev: 0,
    timers: { heartbeatMs: 15_000, metricsMs: 15_000, statusSnapshotMs: 1_800_000, connectionAgeMsMax: 2_700_000 },
    logPolicy: 'stream',
    features: [],
    nextNonce: 'nonce-2',
    ...overrides,
  }
}
