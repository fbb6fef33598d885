import { PAGE_BYTES_MAX, type StatusItem } from '@fairlead/protocol'
import type { z } from 'zod'
import type { ObservedCluster, ObservedNode, ObservedRun, RunRef } from '../drivers/driver.ts'
import type { Clock, Timer } from '../lib/clock.ts'
import type { FrameSource, Produced } from '../link/frame-source.ts'
import { nodeStatus, runStatus } from './status-item.ts'

/** Changes within this time travel together. */
const COALESCE_MS = 50
/** After a pause a change waits only this long for its company: what comes together also happens together. */
const GATHER_MS = 5
const ITEMS_PER_FRAME_MAX = 2_000

type Item = z.input<typeof StatusItem>

type Entry = {
  /** Characters of its JSON, to cut pages. */
  size: number
  seq: number
  run?: ObservedRun
  node?: ObservedNode
  cluster?: ObservedCluster
  goneNode?: string
  /** Nothing more will come: it is dropped when it was said. */
  isLast?: boolean
}

type Snapshot = { pages: string[][]; page: number; count: number; isBegun: boolean }

/**
 * The newest status of every run and node and of the cluster, and which of them the control plane has not been told. Memory is bounded by the number of
 * objects, not by time: while nobody listens, a newer status replaces the older one.
 */
export class StatusTracker implements FrameSource {
  readonly #clock: Clock
  readonly #bootId: string
  readonly #kick: () => void
  readonly #entries = new Map<string, Entry>()
  readonly #dirty = new Set<string>()
  #seq = 0
  #timer: Timer | undefined
  #isReady = false
  #readyAt = Number.NEGATIVE_INFINITY
  #isListening = false
  #snapshot: Snapshot | undefined

  constructor(options: { clock: Clock; bootId: string; kick: () => void }) {
    this.#clock = options.clock
    this.#bootId = options.bootId
    this.#kick = options.kick
  }

  /** Items that wait to be sent. */
  get depth(): number {
    const pages = this.#snapshot?.pages.slice(this.#snapshot.page) ?? []
    return this.#dirty.size + pages.reduce((sum, page) => sum + page.length, 0)
  }

  get size(): number {
    return this.#entries.size
  }

  /** An older generation never replaces a newer one. */
  setRun(run: ObservedRun): void {
    const known = this.#entries.get(`run\t${run.runId}`)?.run
    if (known !== undefined && known.generation > run.generation) return
    this.#set(`run\t${run.runId}`, JSON.stringify(run), { run })
  }

  setNode(name: string, node: ObservedNode | undefined): void {
    const key = `node\t${name}`
    if (node !== undefined) this.#set(key, JSON.stringify(node), { node })
    else if (this.#entries.has(key)) this.#set(key, JSON.stringify(GONE), { goneNode: name })
  }

  setCluster(cluster: ObservedCluster): void {
    this.#set('cluster\tself', JSON.stringify(cluster), { cluster })
  }

  /** The run is forgotten. If its last status was not sent yet, that is said once more before it goes. */
  dropRun(ref: RunRef): void {
    const key = `run\t${ref.runId}`
    const entry = this.#entries.get(key)
    if (entry?.run?.generation !== ref.generation) return
    if (this.#isListening && !this.#dirty.has(key)) this.#entries.delete(key)
    else entry.isLast = true
  }

  /** A session is there: tell it everything. Also called from time to time, to repair what nobody noticed. */
  startSnapshot(): void {
    this.#isListening = true
    for (const [key, entry] of this.#entries) if (entry.goneNode !== undefined) this.#entries.delete(key)
    this.#dirty.clear()
    this.#isReady = false
    this.#snapshot = { pages: this.#pages(), page: 0, count: 0, isBegun: false }
    this.#kick()
  }

  /** Nobody listens: changes are kept until the next snapshot says them all. */
  pause(): void {
    this.#isListening = false
    this.#snapshot = undefined
  }

  /** Does not wait for more changes: what is known goes out with the next frame. */
  flush(): void {
    this.#isReady = true
  }

  next(): Produced | undefined {
    if (!this.#isListening) return undefined
    if (this.#snapshot !== undefined) return this.#nextOfSnapshot(this.#snapshot)
    if (!this.#isReady) return undefined
    if (this.#dirty.size === 0) {
      this.#isReady = false
      return undefined
    }
    const items = this.#takeDirty()
    if (this.#dirty.size === 0) this.#isReady = false
    return { t: 'status.delta', body: { bootId: this.#bootId, items } }
  }

  close(): void {
    this.#timer?.cancel()
  }

  #nextOfSnapshot(snapshot: Snapshot): Produced {
    const bootId = this.#bootId
    if (!snapshot.isBegun) {
      snapshot.isBegun = true
      return { t: 'status.begin', body: { bootId, pages: snapshot.pages.length } }
    }
    const page = snapshot.pages[snapshot.page]
    if (page === undefined) {
      this.#snapshot = undefined
      return { t: 'status.end', body: { bootId, count: snapshot.count } }
    }
    snapshot.page += 1
    const items: Item[] = []
    for (const key of page) {
      const entry = this.#entries.get(key)
      // A node that went away meanwhile is said to be gone by the next delta.
      if (entry === undefined || entry.goneNode !== undefined) continue
      items.push(this.#itemOf(entry))
      if (entry.isLast === true) this.#entries.delete(key)
    }
    snapshot.count += items.length
    return { t: 'status.page', body: { bootId, page: snapshot.page, items } }
  }

  #pages(): string[][] {
    const pages: string[][] = []
    let page: string[] = []
    let bytes = 0
    for (const [key, entry] of this.#entries) {
      const size = entry.size + ITEM_OVERHEAD
      if (page.length > 0 && (bytes + size > PAGE_BYTES_MAX || page.length === ITEMS_PER_FRAME_MAX)) {
        pages.push(page)
        page = []
        bytes = 0
      }
      page.push(key)
      bytes += size
    }
    if (page.length > 0) pages.push(page)
    return pages
  }

  #takeDirty(): Item[] {
    const items: Item[] = []
    let bytes = 0
    for (const key of this.#dirty) {
      const entry = this.#entries.get(key)
      const size = (entry?.size ?? 0) + ITEM_OVERHEAD
      if (items.length > 0 && (bytes + size > PAGE_BYTES_MAX || items.length === ITEMS_PER_FRAME_MAX)) break
      this.#dirty.delete(key)
      if (entry === undefined) continue
      bytes += size
      items.push(this.#itemOf(entry))
      if (entry.goneNode !== undefined || entry.isLast === true) this.#entries.delete(key)
    }
    return items
  }

  #itemOf(entry: Entry): Item {
    if (entry.run !== undefined) return runStatus(entry.run, entry.seq, this.#clock.now())
    if (entry.node !== undefined) return nodeStatus(entry.node, entry.seq)
    if (entry.cluster !== undefined) return { kind: 'cluster', key: 'self', seq: entry.seq, ...entry.cluster }
    return { kind: 'node', key: entry.goneNode ?? '', seq: entry.seq, gone: true }
  }

  #set(key: string, text: string, content: Pick<Entry, 'run' | 'node' | 'cluster' | 'goneNode'>): void {
    const known = this.#entries.get(key)
    if (known !== undefined && JSON.stringify(known.run ?? known.node ?? known.cluster ?? GONE) === text) return
    this.#seq += 1
    this.#entries.set(key, { size: text.length, seq: this.#seq, ...content })
    if (!this.#isListening) return
    this.#dirty.add(key)
    if (this.#timer !== undefined) return
    if (this.#isReady) {
      this.#kick()
      return
    }
    const waitMs = Math.max(GATHER_MS, this.#readyAt + COALESCE_MS - this.#clock.mono())
    this.#timer = this.#clock.after(waitMs, () => {
      this.#timer = undefined
      this.#readyAt = this.#clock.mono()
      this.#isReady = true
      this.#kick()
    })
  }
}

const GONE = 'gone'

/** Names of fields, number and ages. */
const ITEM_OVERHEAD = 120
