import type { Clock, Timer } from '../../lib/clock.ts'
import type { Logger } from '../../lib/logger.ts'
import { sweepRemains, type Remains } from './sessions.ts'

const WAIT_MS = 30

/** Clears away what ended runs left behind, for all that end in the same moment together: each look at the host costs milliseconds. */
export class RemainsSweeper {
  readonly #boot: string
  readonly #clock: Clock
  readonly #log: Logger
  readonly #remains: Remains[] = []
  #timer: Timer | undefined

  constructor(options: { boot: string; clock: Clock; log: Logger }) {
    this.#boot = options.boot
    this.#clock = options.clock
    this.#log = options.log
  }

  add(remains: Remains): void {
    this.#remains.push(remains)
    this.#timer ??= this.#clock.after(WAIT_MS, () => this.#sweep())
  }

  /** Does what is left to do, now. */
  close(): void {
    if (this.#timer !== undefined) this.#sweep()
  }

  #sweep(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const count = sweepRemains(this.#remains.splice(0), this.#boot)
    if (count > 0) this.#log.info({ count }, 'processes that runs left behind were ended')
  }
}
