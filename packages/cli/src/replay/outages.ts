import type { UnavailableError } from '@fairlead/sdk'

/** Times during which the control plane did not answer. */
export class Outages {
  count = 0
  #seconds = 0
  #since: number | undefined
  readonly #onChange: (text: string) => void

  constructor(onChange: (text: string) => void) {
    this.#onChange = onChange
  }

  /** In all, up to now. */
  get seconds(): number {
    return this.#seconds + (this.#since === undefined ? 0 : (performance.now() - this.#since) / 1000)
  }

  isAway(error: UnavailableError): void {
    if (this.#since !== undefined) return
    this.#since = performance.now()
    this.count += 1
    this.#onChange(`-- ${error.message}; what was submitted is kept, and the replay goes on when it is back`)
  }

  isBack(): void {
    if (this.#since === undefined) return
    const seconds = (performance.now() - this.#since) / 1000
    this.#seconds += seconds
    this.#since = undefined
    this.#onChange(`-- the control plane is back after ${seconds.toFixed(1)} s`)
  }
}
