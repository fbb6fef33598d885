import { jittered, type Clock, type Timer } from './clock.ts'

/** Does something again and again, each time about `everyMs` after the last one began, until it is closed. */
export class Sweeper {
  readonly #clock: Clock
  readonly #random: () => number
  #timer: Timer | undefined

  constructor(options: { clock: Clock; random: () => number }) {
    this.#clock = options.clock
    this.#random = options.random
  }

  open(everyMs: number, sweep: () => Promise<void>): void {
    this.#timer = this.#clock.after(jittered(everyMs, this.#random), () => {
      void sweep()
      this.open(everyMs, sweep)
    })
  }

  close(): void {
    this.#timer?.cancel()
  }
}
