import type { Clock, Timer } from './clock.ts'

/** How often it is looked whether much has happened. */
const LOOK_MS = 10_000
/** Fewer events leave too little behind to be worth a pause of the process. */
const EVENTS_MIN = 500

/** Does something once in a while as long as much happens, and once after it, but never for what happens day by day. */
export class AfterBursts {
  readonly #clock: Clock
  readonly #run: () => void
  #events = 0
  #timer: Timer | undefined

  constructor(clock: Clock, run: () => void) {
    this.#clock = clock
    this.#run = run
  }

  /** Something has happened. */
  note(): void {
    this.#events += 1
    this.#timer ??= this.#clock.after(LOOK_MS, () => this.#look())
  }

  close(): void {
    this.#timer?.cancel()
  }

  #look(): void {
    this.#timer = undefined
    if (this.#events < EVENTS_MIN) return
    this.#events = 0
    this.#run()
  }
}
