import { randomUUID } from 'node:crypto'

const CURSOR_CHARS_MAX = 500
const REMEMBERED_MAX = 1_000

/**
 * Writes and reads cursors: how far each output file of a run was read. As long as it fits, the cursor says it itself and is good for
 * ever; for a gang of dozens it is a name that this book remembers while the agent lives.
 */
export class CursorBook {
  readonly #remembered = new Map<string, number[]>()

  write(offsets: number[]): string {
    const text = `o.${offsets.map((offset) => offset.toString(36)).join('.')}`
    if (text.length <= CURSOR_CHARS_MAX) return text
    const name = `m.${randomUUID()}`
    this.#remembered.set(name, offsets)
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= REMEMBERED_MAX) break
      this.#remembered.delete(oldest)
    }
    return name
  }

  /** Offsets for `count` files; undefined when the cursor is of another set of files, or no longer remembered. */
  read(cursor: string, count: number): number[] | undefined {
    const remembered = this.#remembered.get(cursor)
    if (remembered !== undefined) return remembered.length === count ? remembered : undefined
    const [kind, ...parts] = cursor.split('.')
    if (kind !== 'o' || parts.length !== count) return undefined
    const offsets = parts.map((part) => (/^[0-9a-z]{1,11}$/.test(part) ? Number.parseInt(part, 36) : Number.NaN))
    return offsets.every((offset) => Number.isSafeInteger(offset)) ? offsets : undefined
  }
}
