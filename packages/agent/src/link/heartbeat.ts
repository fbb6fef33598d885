import { jittered, type Clock, type Timer } from '../lib/clock.ts'
import type { Produced } from './frame-source.ts'

export type HeartbeatFacts = {
  appliedRev: number
  loopAgeMs: number
  observeAgeMs: number | undefined
  queueDepth: number
}

/** Says from time to time that the work loop turns, with figures that only a turning loop can give. */
export class HeartbeatTimer {
  readonly #clock: Clock
  readonly #random: () => number
  readonly #facts: () => HeartbeatFacts
  readonly #send: (frame: Produced) => void
  #timer: Timer | undefined
  #counter = 0

  constructor(options: {
    clock: Clock
    random: () => number
    facts: () => HeartbeatFacts
    send: (frame: Produced) => void
  }) {
    this.#clock = options.clock
    this.#random = options.random
    this.#facts = options.facts
    this.#send = options.send
  }

  /** A session begins. */
  run(everyMs: number): void {
    this.stop()
    const next = (): void => {
      this.#timer = this.#clock.after(jittered(everyMs, this.#random), () => {
        this.#beat()
        next()
      })
    }
    next()
  }

  stop(): void {
    this.#timer?.cancel()
    this.#timer = undefined
  }

  #beat(): void {
    this.#counter += 1
    const { appliedRev, loopAgeMs, observeAgeMs, queueDepth } = this.#facts()
    this.#send({
      t: 'hb',
      body: {
        counter: this.#counter,
        appliedRev,
        loopAgeMs: Math.max(0, Math.round(loopAgeMs)),
        ...(observeAgeMs === undefined ? {} : { observeAgeMs: Math.max(0, Math.round(observeAgeMs)) }),
        queueDepth,
      },
    })
  }
}
