import { createHash } from 'node:crypto'

type Named = { kind: string; key: string; generation: number; rev: number }

/** The digest of a set that changes by single items: `digestOf` of the same items, without sorting them all again. */
export class DigestIndex {
  /** Sorted by code units, as `Array.prototype.sort` does. */
  readonly #lines: string[] = []
  #digest: string | undefined

  add(item: Named): void {
    const line = lineOf(item)
    const at = this.#find(line)
    if (this.#lines[at] === line) return
    this.#lines.splice(at, 0, line)
    this.#digest = undefined
  }

  remove(item: Named): void {
    const line = lineOf(item)
    const at = this.#find(line)
    if (this.#lines[at] !== line) return
    this.#lines.splice(at, 1)
    this.#digest = undefined
  }

  get digest(): string {
    this.#digest ??= createHash('sha256').update(this.#lines.join('\n')).digest('base64url')
    return this.#digest
  }

  /** Index of the first line that is not smaller. */
  #find(line: string): number {
    let low = 0
    let high = this.#lines.length
    while (low < high) {
      const middle = (low + high) >> 1
      const candidate = this.#lines[middle]
      if (candidate !== undefined && candidate < line) low = middle + 1
      else high = middle
    }
    return low
  }
}

function lineOf(item: Named): string {
  return `${item.kind}\t${item.key}\t${item.generation}\t${item.rev}`
}
