import type { Clock, Timer } from './clock.ts'

type Entry<K> = { key: K; at: number; stamp: number }

/**
 * Many alarms on one timer. A key has at most one alarm; setting it again moves it. An alarm never fires early, and all that are
 * due fire in the order of their times.
 */
export class TimerQueue<K> {
  readonly #clock: Clock
  readonly #fire: (key: K, at: number) => void
  readonly #heap: Entry<K>[] = []
  /** The stamp of each key's valid entry; entries with another stamp are left in the heap and skipped. */
  readonly #stamps = new Map<K, number>()
  #stamp = 0
  #timer: { at: number; timer: Timer } | undefined

  constructor(clock: Clock, fire: (key: K, at: number) => void) {
    this.#clock = clock
    this.#fire = fire
  }

  /** Number of alarms that are set. */
  get size(): number {
    return this.#stamps.size
  }

  /** @param at Time on `clock.now()`. */
  set(key: K, at: number): void {
    this.#stamp += 1
    this.#stamps.set(key, this.#stamp)
    this.#push({ key, at, stamp: this.#stamp })
    if (this.#heap.length > 64 && this.#heap.length > 4 * this.#stamps.size) this.#dropStale()
    this.#arm()
  }

  cancel(key: K): void {
    this.#stamps.delete(key)
  }

  /** Fires what is due already, without waiting for the timer. Returns the time up to which that is done. */
  runDue(): number {
    const now = this.#clock.now()
    for (let next = this.#heap[0]; next !== undefined && next.at <= now; next = this.#heap[0]) {
      this.#pop()
      if (this.#stamps.get(next.key) !== next.stamp) continue
      this.#stamps.delete(next.key)
      this.#fire(next.key, next.at)
    }
    return now
  }

  close(): void {
    this.#timer?.timer.cancel()
    this.#timer = undefined
    this.#stamps.clear()
    this.#heap.length = 0
  }

  #arm(): void {
    const next = this.#heap[0]
    if (next === undefined) return
    if (this.#timer !== undefined && this.#timer.at <= next.at) return
    this.#timer?.timer.cancel()
    const timer = this.#clock.after(Math.max(0, Math.ceil(next.at - this.#clock.now())), () => {
      this.#timer = undefined
      this.runDue()
      this.#arm()
    })
    this.#timer = { at: next.at, timer }
  }

  #dropStale(): void {
    const valid = this.#heap.filter((entry) => this.#stamps.get(entry.key) === entry.stamp)
    valid.sort((a, b) => a.at - b.at)
    this.#heap.length = 0
    for (const entry of valid) this.#heap.push(entry)
  }

  #push(entry: Entry<K>): void {
    const heap = this.#heap
    let index = heap.push(entry) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (at(heap, parent) <= entry.at) break
      swap(heap, index, parent)
      index = parent
    }
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      if (left >= heap.length) return
      const child = left + 1 < heap.length && at(heap, left + 1) < at(heap, left) ? left + 1 : left
      if (at(heap, index) <= at(heap, child)) return
      swap(heap, index, child)
      index = child
    }
  }
}

function at<K>(heap: Entry<K>[], index: number): number {
  return heap[index]?.at ?? Number.POSITIVE_INFINITY
}

function swap<K>(heap: Entry<K>[], a: number, b: number): void {
  const first = heap[a]
  const second = heap[b]
  if (first === undefined || second === undefined) return
  heap[a] = second
  heap[b] = first
}
