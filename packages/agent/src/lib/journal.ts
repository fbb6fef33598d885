import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './files.ts'
import { messageOf, type Logger } from './logger.ts'

/** A journal is folded into a snapshot when it has grown past this, or past twice its snapshot. */
const JOURNAL_BYTES_MIN = 1024 * 1024
const WRITE_BYTES = 256 * 1024
/** A full disk is asked again this often. */
const RETRY_MS = 5_000

export type JournalOptions = {
  dir: string
  log: Logger
  /** Applies one entry of an earlier life. False: the entry does not follow from those before; it and all behind it are dropped. */
  apply: (entry: unknown) => boolean
  /** Entries that rebuild the present state. Called at once; the entries themselves may not change afterwards. */
  snapshot: () => Iterable<unknown>
}

/**
 * State on disk that is cheap to change: one appended line for each change, folded from time to time into a snapshot.
 *
 * A line that was written survives a kill of the process. A power cut may take the last lines, because appending does not wait
 * for the disk: use it only for what another party repeats or what died with the host anyway. Files are `<n>.snapshot` and
 * `<n>.journal`; a snapshot replaces everything with a lower number, and is in place before that is deleted.
 */
export class Journal {
  readonly #options: JournalOptions
  #number = 0
  #fd = -1
  #bytes = 0
  #snapshotBytes = 0
  #compacting: Promise<void> | undefined
  #isBroken = false
  #retryAt = 0

  private constructor(options: JournalOptions) {
    this.#options = options
  }

  /** Reads what is there through `apply` and opens the journal for appending. */
  static open(options: JournalOptions): Journal {
    const journal = new Journal(options)
    journal.#load()
    return journal
  }

  /** True while the disk refuses lines. The state in memory is right, but a restart would not find it. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  /** Writes one entry. Call it when the state in memory has changed already. Does not throw: see {@link isBroken}. */
  append(entry: unknown): void {
    if (this.#isBroken) {
      if (performance.now() >= this.#retryAt) this.#startCompaction()
      return
    }
    try {
      const line = `${JSON.stringify(entry)}\n`
      this.#bytes += writeSync(this.#fd, line)
    } catch (error) {
      this.#fail(error)
      return
    }
    if (this.#bytes > Math.max(JOURNAL_BYTES_MIN, 2 * this.#snapshotBytes)) this.#startCompaction()
  }

  /** Waits for a running compaction and closes the file. */
  async close(): Promise<void> {
    await this.#compacting
    if (this.#fd !== -1) closeSync(this.#fd)
    this.#fd = -1
  }

  #path(number: number, kind: 'snapshot' | 'journal'): string {
    return join(this.#options.dir, `${number}.${kind}`)
  }

  #load(): void {
    const { dir, log } = this.#options
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const names = readdirSync(dir)
    const snapshots = numbersOf(names, 'snapshot')
    const newest = snapshots.at(-1) ?? 0
    const journals = numbersOf(names, 'journal').filter((number) => number >= newest)
    if (snapshots.length > 0) {
      const { goodBytes } = this.#replay(this.#path(newest, 'snapshot'))
      this.#snapshotBytes = goodBytes
    }
    this.#number = newest
    let isWhole = true
    for (const number of journals) {
      const path = this.#path(number, 'journal')
      if (!isWhole) {
        rmSync(path)
        continue
      }
      const { goodBytes, totalBytes } = this.#replay(path)
      this.#number = number
      this.#bytes = goodBytes
      if (goodBytes === totalBytes) continue
      isWhole = false
      log.warn({ path, lost: totalBytes - goodBytes }, 'the last lines of a journal were incomplete and are dropped')
      const fd = openSync(path, 'r+')
      ftruncateSync(fd, goodBytes)
      closeSync(fd)
    }
    for (const name of names) if (name.endsWith('.tmp')) rmSync(join(dir, name), { force: true })
    this.#removeBelow(newest, names)
    this.#fd = openSync(this.#path(this.#number, 'journal'), 'a', 0o600)
  }

  #replay(path: string): { goodBytes: number; totalBytes: number } {
    const content = readFileSync(path)
    let start = 0
    for (;;) {
      const end = content.indexOf(10, start)
      if (end === -1) break
      const entry = parse(content.toString('utf8', start, end))
      if (entry === undefined || !this.#options.apply(entry)) break
      start = end + 1
    }
    return { goodBytes: start, totalBytes: content.length }
  }

  #startCompaction(): void {
    if (this.#compacting !== undefined || this.#fd === -1) return
    let entries: unknown[]
    try {
      const next = openSync(this.#path(this.#number + 1, 'journal'), 'a', 0o600)
      closeSync(this.#fd)
      this.#fd = next
      this.#number += 1
      this.#bytes = 0
      this.#isBroken = false
      entries = [...this.#options.snapshot()]
    } catch (error) {
      this.#fail(error)
      return
    }
    this.#compacting = this.#writeSnapshot(this.#number, entries)
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#compacting = undefined
      })
  }

  #fail(error: unknown): void {
    this.#isBroken = true
    this.#retryAt = performance.now() + RETRY_MS
    this.#options.log.error({ dir: this.#options.dir, problem: messageOf(error) }, 'the state folder refuses writes')
  }

  async #writeSnapshot(number: number, entries: unknown[]): Promise<void> {
    const path = this.#path(number, 'snapshot')
    const temporary = `${path}.tmp`
    const file = await open(temporary, 'w', 0o600)
    let bytes = 0
    try {
      let text = ''
      for (const entry of entries) {
        text += `${JSON.stringify(entry)}\n`
        if (text.length < WRITE_BYTES) continue
        bytes += (await file.write(text)).bytesWritten
        text = ''
      }
      bytes += (await file.write(text)).bytesWritten
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(this.#options.dir)
    this.#snapshotBytes = bytes
    for (const kind of ['snapshot', 'journal'] as const) {
      for (const old of numbersOf(readdirSync(this.#options.dir), kind)) {
        if (old < number) await rm(this.#path(old, kind), { force: true })
      }
    }
  }

  #removeBelow(number: number, names: string[]): void {
    for (const kind of ['snapshot', 'journal'] as const) {
      for (const old of numbersOf(names, kind)) if (old < number) rmSync(this.#path(old, kind), { force: true })
    }
  }
}

function numbersOf(names: string[], kind: string): number[] {
  return names
    .filter((name) => name.endsWith(`.${kind}`))
    .map((name) => Number.parseInt(name, 10))
    .filter((number) => Number.isSafeInteger(number))
    .toSorted((a, b) => a - b)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return undefined
  }
}
