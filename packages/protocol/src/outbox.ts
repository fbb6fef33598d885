import { v7 as uuidv7 } from 'uuid'
import type { z } from 'zod'
import type { Envelope } from './envelope.ts'
import type { MessageSet } from './decode.ts'

/** Sending order of AP/1: a lower class always goes first. Within a class, first in, first out. */
const CLASS_OF: Record<string, number> = {
  welcome: 0,
  hello: 0,
  hb: 0,
  drain: 0,
  error: 0,
  command: 1,
  'command.ack': 1,
  'command.decline': 1,
  'command.result': 1,
  'command.done': 1,
  'desired.begin': 2,
  'desired.page': 2,
  'desired.end': 2,
  'desired.delta': 2,
  'desired.want': 2,
  applied: 3,
  'upgrade.report': 3,
  'status.begin': 3,
  'status.page': 3,
  'status.end': 3,
  'status.delta': 3,
  'log.open': 4,
  'log.credit': 4,
  'log.close': 5,
  'log.chunk': 5,
  metrics: 6,
}
const CLASSES = 7

type Queued = { t: string; body: unknown; re: string | undefined }

/**
 * Frames of one session that wait to be sent, in the order of AP/1. Pure: the owner takes texts out and writes them while the
 * socket drains. `seq` is given when a frame is taken, so that it always matches the order on the wire.
 */
export class Outbox<S extends MessageSet> {
  readonly #classes: Queued[][] = Array.from({ length: CLASSES }, () => [])
  #seq = 0
  #size = 0
  sid = ''
  epoch = 0
  /** Highest sequence number of the peer up to which everything is processed; sent with every frame. */
  ack = 0

  get size(): number {
    return this.#size
  }

  push<T extends Extract<keyof S, string>>(t: T, body: z.input<S[T]>, re?: string): void {
    this.#classes[CLASS_OF[t] ?? 5]?.push({ t, body, re })
    this.#size += 1
  }

  /** Puts `body` in the place of an unsent frame of the same type, for messages of which only the newest counts. */
  replace<T extends Extract<keyof S, string>>(t: T, body: z.input<S[T]>): void {
    const waiting = this.#classes[CLASS_OF[t] ?? 5]?.find((frame) => frame.t === t)
    if (waiting) waiting.body = body
    else this.push(t, body)
  }

  /** The next frame as text, or undefined when nothing waits. */
  take(): string | undefined {
    for (const queue of this.#classes) {
      const next = queue.shift()
      if (next === undefined) continue
      this.#size -= 1
      this.#seq += 1
      const envelope: Envelope = {
        v: 1,
        t: next.t,
        id: uuidv7(),
        sid: this.sid,
        ep: this.epoch,
        seq: this.#seq,
        ack: this.ack,
        b: next.body,
      }
      if (next.re !== undefined) envelope.re = next.re
      return JSON.stringify(envelope)
    }
    return undefined
  }
}
