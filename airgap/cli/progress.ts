import type { Out } from './host.ts'

const REDRAW_MS = 100
const QUIET_LINE_MS = 10_000

/** Bytes done of bytes to do, with the time that is left: one line that is redrawn at a terminal, one every ten seconds elsewhere. */
export class Progress {
  readonly #out: Out
  readonly #now: () => number
  readonly #isJson: boolean
  #title = ''
  #total = 0
  #done = 0
  #startedAt = 0
  #toldAt = 0
  #isOnLine = false

  constructor(out: Out, now: () => number, isJson: boolean) {
    this.#out = out
    this.#now = now
    this.#isJson = isJson
  }

  /** Begins something new; `total` in bytes, or 0 where nobody knows it. */
  start(title: string, total: number): void {
    this.clear()
    this.#title = title
    this.#total = total
    this.#done = 0
    this.#startedAt = this.#now()
    this.#toldAt = this.#startedAt
  }

  advance(bytes: number): void {
    this.#done += bytes
    const now = this.#now()
    if (now - this.#toldAt < (this.#out.isTTY === true && !this.#isJson ? REDRAW_MS : QUIET_LINE_MS)) return
    this.#toldAt = now
    this.#tell(now)
  }

  /** Takes the line away again. */
  clear(): void {
    if (this.#isOnLine) this.#out.write('\r\u001b[K')
    this.#isOnLine = false
  }

  #tell(now: number): void {
    const leftMs =
      this.#done === 0 || this.#total === 0
        ? undefined
        : ((now - this.#startedAt) * (this.#total - this.#done)) / this.#done
    if (this.#isJson) {
      const event = { progress: this.#title, bytes: this.#done, of: this.#total, leftMs: leftMs && Math.round(leftMs) }
      this.#out.write(`${JSON.stringify(event)}\n`)
      return
    }
    const left = leftMs === undefined ? '' : `, ${formatTime(leftMs)} left`
    const of = this.#total === 0 ? '' : ` of ${formatBytes(this.#total)}${left}`
    const line = `${this.#title}: ${formatBytes(this.#done)}${of}`
    if (this.#out.isTTY === true) {
      this.#out.write(`\r${line}\u001b[K`)
      this.#isOnLine = true
    } else this.#out.write(`${line}\n`)
  }
}

/** As people write it: `831 B`, `4.2 kB`, `48.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`
}

function formatTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
