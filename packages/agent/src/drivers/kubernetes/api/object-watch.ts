import { sleep, type Clock } from '../../../lib/clock.ts'
import { messageOf, type Logger } from '../../../lib/logger.ts'
import { urlOf, type KubeApi, type Query } from './kube-api.ts'
import { hasStatus, KubeError } from './kube-error.ts'

/** The parts of any object that a watch itself needs. */
export type RawObject = { metadata: { name: string; namespace?: string; uid: string; resourceVersion: string } }

export type ObjectWatchOptions<T> = {
  /** For people: what is watched and where. */
  name: string
  api: KubeApi
  path: string
  query?: Query
  /** What is kept of an object; undefined for one that does not matter. Everything else is dropped at once. */
  read: (raw: RawObject) => T | undefined
  onPut: (key: string, value: T) => void
  onGone: (key: string) => void
  clock: Clock
  random: () => number
  log: Logger
}

type List = { metadata: { resourceVersion: string; continue?: string }; items?: RawObject[] }
type WatchEvent = { type: string; object: RawObject & { code?: number; message?: string; reason?: string } }

/** Objects of a page: the memory that a list takes for a moment is that of a page, and the process keeps what it once took. */
const PAGE_SIZE = 100
const WATCH_SECONDS = 290
/**
 * A server that lives sends a bookmark each minute, once it has seen any change of this kind of object since its own start. After this long without a word the watch
 * is given up and everything is listed anew, which tells a silent server from a deaf one.
 */
const SILENCE_MS_MAX = 100_000
const RETRY_MS_MIN = 500
const RETRY_MS_MAX = 30_000

/**
 * Keeps what is known of one kind of object true: lists it in pages, watches from there, and after any error goes on where it was, or lists anew
 * where that is no longer possible. It never gives up, and says how old its knowledge is.
 */
export class ObjectWatch<T> {
  readonly #options: ObjectWatchOptions<T>
  readonly #stop = new AbortController()
  readonly #keys = new Set<string>()
  #version: string | undefined
  #heardAt: number
  #failures = 0
  #problem: string | undefined
  #loop: Promise<void> | undefined

  constructor(options: ObjectWatchOptions<T>) {
    this.#options = options
    this.#heardAt = options.clock.mono()
  }

  get name(): string {
    return this.#options.name
  }

  /** Milliseconds since the server was last heard from. */
  get ageMs(): number {
    return this.#options.clock.mono() - this.#heardAt
  }

  /** What went wrong last, until it goes well again. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Resolves when the first list is complete; rejects when the API refuses it. */
  async open(): Promise<void> {
    await this.#list()
    this.#loop = this.#run()
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#loop
  }

  /** The place itself is gone, and everything that was there with it. */
  async leave(): Promise<void> {
    await this.close()
    for (const key of this.#keys) this.#drop(key)
  }

  async #run(): Promise<void> {
    const { clock, random, log, name } = this.#options
    while (!this.#stop.signal.aborted) {
      try {
        if (this.#version === undefined) await this.#list()
        const beganAt = clock.mono()
        await this.#watch()
        // A server that ends every watch at once is not asked in a circle.
        if (clock.mono() - beganAt < RETRY_MS_MIN) await sleep(clock, RETRY_MS_MIN * (1 + random()), this.#stop.signal)
      } catch (error) {
        if (this.#stop.signal.aborted) return
        if (error instanceof Silence) {
          log.debug({ watch: name }, 'nothing was heard: listing anew')
          this.#version = undefined
          continue
        }
        if (isExpired(error)) this.#version = undefined
        this.#problem = messageOf(error)
        this.#failures += 1
        log.warn({ watch: name, problem: this.#problem, failures: this.#failures }, 'watching is interrupted')
        const windowMs = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** Math.min(10, this.#failures - 1))
        await sleep(clock, windowMs * (0.5 + random() / 2), this.#stop.signal)
      }
    }
  }

  async #list(): Promise<void> {
    const { api, path, query } = this.#options
    const seen = new Set<string>()
    let next: string | undefined
    let version: string | undefined
    do {
      const page: List = await api.send<List>({
        method: 'GET',
        path,
        query: { ...query, limit: PAGE_SIZE, ...(next === undefined ? {} : { continue: next }) },
      })
      for (const item of page.items ?? []) this.#put(item, seen)
      next = page.metadata.continue === '' ? undefined : page.metadata.continue
      version = page.metadata.resourceVersion
    } while (next !== undefined && !this.#stop.signal.aborted)
    for (const key of this.#keys) if (!seen.has(key)) this.#drop(key)
    this.#version = version
    this.#hear()
  }

  async #watch(): Promise<void> {
    const { api, path, query, clock } = this.#options
    const silence = new AbortController()
    const beganAt = clock.mono()
    const check = (): void => {
      timer = clock.after(SILENCE_MS_MAX / 4, () => {
        // A watch that has just begun has its own time to say something, however old what is known may be.
        if (clock.mono() - Math.max(beganAt, this.#heardAt) > SILENCE_MS_MAX) silence.abort()
        else check()
      })
    }
    let timer = clock.after(0, () => undefined)
    check()
    try {
      const lines = api.lines({
        path: urlOf(path, {
          ...query,
          watch: true,
          allowWatchBookmarks: true,
          resourceVersion: this.#version,
          timeoutSeconds: WATCH_SECONDS,
        }),
        signal: AbortSignal.any([this.#stop.signal, silence.signal]),
      })
      for await (const line of lines) this.#take(JSON.parse(line) as WatchEvent)
    } catch (error) {
      if (silence.signal.aborted) throw new Silence()
      throw error
    } finally {
      timer.cancel()
    }
  }

  #take({ type, object }: WatchEvent): void {
    if (type === 'ERROR') throw new KubeError(object.code ?? 500, object.reason ?? '', object.message ?? 'watch ended')
    this.#hear()
    this.#version = object.metadata.resourceVersion
    if (type === 'BOOKMARK') return
    if (type === 'DELETED') this.#drop(keyOf(object))
    else this.#put(object)
  }

  #put(object: RawObject, seen?: Set<string>): void {
    const key = keyOf(object)
    const value = this.#options.read(object)
    if (value === undefined) {
      this.#drop(key)
      return
    }
    seen?.add(key)
    this.#keys.add(key)
    this.#options.onPut(key, value)
  }

  #drop(key: string): void {
    if (this.#keys.delete(key)) this.#options.onGone(key)
  }

  #hear(): void {
    this.#heardAt = this.#options.clock.mono()
    this.#failures = 0
    this.#problem = undefined
  }
}

/** Nothing was heard for longer than a server that lives keeps silent. */
class Silence extends Error {}

/** The name of an object among those of its kind. Its uid is part of it: one that comes again under its name is another. */
function keyOf({ metadata }: RawObject): string {
  return metadata.uid
}

/** The place from where the watch went on is forgotten by the server. */
function isExpired(error: unknown): boolean {
  return hasStatus(error, 410) || (error instanceof KubeError && ['Expired', 'Gone'].includes(error.reason))
}
