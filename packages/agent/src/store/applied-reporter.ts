import { PAGE_BYTES_MAX, type ApplyFailure } from '@fairlead/protocol'
import type { Clock, Timer } from '../lib/clock.ts'
import type { FrameSource, Produced } from '../link/frame-source.ts'
import type { DesiredStore } from './desired-store.ts'

/** At most one `applied` in this time: one for each of hundreds of changes a second would say nothing more. */
const SPACING_MS = 25

/**
 * Says which revision is applied, with the failures of single items. The first change after a pause is answered at once, a burst
 * by its last revision. A new session hears every standing failure again, because the frame that named it may have been lost.
 */
export class AppliedReporter implements FrameSource {
  readonly #store: DesiredStore
  readonly #clock: Clock
  readonly #kick: () => void
  #failures: ApplyFailure[] = []
  #isDue = false
  #lastAt = Number.NEGATIVE_INFINITY
  #timer: Timer | undefined

  constructor(options: { store: DesiredStore; clock: Clock; kick: () => void }) {
    this.#store = options.store
    this.#clock = options.clock
    this.#kick = options.kick
  }

  /** The applied revision has changed, or an item was found impossible later. */
  note(failures: ApplyFailure[]): void {
    this.#failures.push(...failures)
    this.#isDue = true
    const waitMs = this.#lastAt + SPACING_MS - this.#clock.mono()
    if (waitMs <= 0) {
      this.#kick()
      return
    }
    this.#timer ??= this.#clock.after(waitMs, () => {
      this.#timer = undefined
      this.#kick()
    })
  }

  /** A session begins: it has heard nothing yet. */
  restart(): void {
    this.#failures = []
    this.#isDue = false
    if (this.#store.appliedRev > 0) this.note(this.#store.refusals())
  }

  next(): Produced | undefined {
    if (!this.#isDue || this.#timer !== undefined) return undefined
    const failures: ApplyFailure[] = []
    let bytes = 0
    while (this.#failures.length > 0 && bytes < PAGE_BYTES_MAX && failures.length < 1_000) {
      const failure = this.#failures.shift()
      if (failure === undefined) break
      failures.push(failure)
      bytes += 200 + failure.message.length * 3
    }
    this.#isDue = this.#failures.length > 0
    this.#lastAt = this.#clock.mono()
    return { t: 'applied', body: { rev: this.#store.appliedRev, digest: this.#store.digest, failures } }
  }

  close(): void {
    this.#timer?.cancel()
  }
}
