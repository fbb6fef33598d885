import type { Driver, RunRef } from '../drivers/driver.ts'
import type { DesiredStore } from '../store/desired-store.ts'
import { readWish, type ReadWish, type Wish } from './wish.ts'

/** What is wanted of each run, read from the store once for each revision of it. */
export class WishBook {
  readonly #store: DesiredStore
  readonly #driver: Driver
  readonly #onGone: (ref: RunRef) => void
  readonly #wishes = new Map<string, { rev: number; wish: Wish | undefined }>()

  /** @param options.onGone A wish was taken back before anything was started for it. */
  constructor(options: { store: DesiredStore; driver: Driver; onGone: (ref: RunRef) => void }) {
    this.#store = options.store
    this.#driver = options.driver
    this.#onGone = options.onGone
  }

  /** Undefined when the run is not wanted, or its item cannot be read; {@link WishBook.has} tells which. */
  get(runId: string): Wish | undefined {
    const item = this.#store.get('run', runId)
    const known = this.#wishes.get(runId)
    if (item === undefined) {
      this.#wishes.delete(runId)
      if (known?.wish !== undefined && this.#letGo(known.wish)) this.#onGone(known.wish)
      return undefined
    }
    if (known?.rev === item.rev) return known.wish
    const read = readWish(item, this.#driver.secondMs)
    const wish = 'problem' in read ? undefined : read.wish
    this.#wishes.set(runId, { rev: item.rev, wish })
    if (known?.wish !== undefined && known.wish.generation !== item.generation) this.#letGo(known.wish)
    return wish
  }

  /** True when there is an item, readable or not. */
  has(runId: string): boolean {
    return this.#store.get('run', runId) !== undefined
  }

  /** The wish with its full spec, read anew; it is not kept because it is large. */
  read(runId: string): ReadWish | undefined {
    const item = this.#store.get('run', runId)
    return item === undefined ? undefined : readWish(item, this.#driver.secondMs)
  }

  /** A wish that is gone before anything was started for it leaves no room behind that is kept for it. */
  #letGo(wish: Wish): boolean {
    const isThere = this.#driver.find(wish.runId).some((run) => run.generation === wish.generation)
    if (!isThere) this.#driver.release(wish)
    return !isThere
  }
}
