import type { Clock } from '../lib/clock.ts'

/** Lets at most `burst + perSecond` events happen in any second. */
export class TokenBucket {
  readonly #clock: Clock
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #at: number

  constructor(options: { clock: Clock; perSecond: number; burst: number }) {
    this.#clock = options.clock
    this.#perSecond = options.perSecond
    this.#burst = options.burst
    this.#tokens = options.burst
    this.#at = options.clock.mono()
  }

  /** Takes one. Otherwise the milliseconds until there is one. */
  take(): number {
    const now = this.#clock.mono()
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    if (this.#tokens >= 1) {
      this.#tokens -= 1
      return 0
    }
    return Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1000)
  }
}
