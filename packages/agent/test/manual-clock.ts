import type { Clock, Timer } from '../src/lib/clock.ts'

type Entry = { at: number; order: number; run: () => void }

/** Time that passes only when the test says so. */
export class ManualClock implements Clock {
  #now = 1_000_000_000_000
  #order = 0
  readonly #timers = new Set<Entry>()

  now(): number {
    return this.#now
  }

  mono(): number {
    return this.#now
  }

  after(delayMs: number, run: () => void): Timer {
    this.#order += 1
    const entry = { at: this.#now + Math.max(0, delayMs), order: this.#order, run }
    this.#timers.add(entry)
    return { cancel: () => this.#timers.delete(entry) }
  }

  /** Number of timers that are set. */
  get pending(): number {
    return this.#timers.size
  }

  /** Lets time pass, firing what comes due in order, and what follows from it. */
  async advance(ms: number): Promise<void> {
    const target = this.#now + ms
    await settle()
    for (;;) {
      const next = [...this.#timers]
        .filter((entry) => entry.at <= target)
        .toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
      if (next === undefined) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await settle()
    }
    this.#now = target
    await settle()
  }
}

/** Lets everything that is ready run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
  }
}
