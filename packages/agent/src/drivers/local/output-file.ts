import { open, type FileHandle } from 'node:fs/promises'
import { hasCode } from '../../lib/files.ts'
import { lineBytes } from '../driver.ts'

const READ_BYTES = 64 * 1024
const TAIL_READ_BYTES = 64 * 1024
/** A tail is looked for in this much of the end of a file. */
const TAIL_BYTES_MAX = 16 * 1024 * 1024
const LINES_MAX = 1_000
const NEWLINE = 10

/** One file of output that may still grow, read forward in lines. */
export class OutputFile {
  readonly #path: string
  #file: FileHandle | undefined
  /** Bytes that were given out. */
  offset: number

  constructor(path: string, offset: number) {
    this.#path = path
    this.offset = offset
  }

  /**
   * Lines from the offset on, at most `bytesMax` by `lineBytes`; a longer line comes in pieces.
   * @param takesRest Also gives a last line without an end: nothing more will come.
   */
  async read(bytesMax: number, takesRest: boolean): Promise<string[]> {
    const file = await this.#open()
    if (file === undefined) return []
    const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, bytesMax * 2))
    const { bytesRead } = await file.read(buffer, 0, buffer.length, this.offset)
    const content = buffer.subarray(0, bytesRead)
    const isAtEnd = bytesRead < buffer.length
    const lines: string[] = []
    let budget = bytesMax
    let start = 0
    while (start < content.length && lines.length < LINES_MAX) {
      const end = content.indexOf(NEWLINE, start)
      const isWhole = end !== -1
      const available = isWhole ? end : content.length
      if (!isWhole && available - start < bytesMax - 1 && !(takesRest && isAtEnd)) break
      const stop = pieceEnd(content, start, available, bytesMax - 1)
      const text = textOf(content, start, stop, isWhole && stop === end)
      // Bytes that are no text grow when they are decoded: a first line is given whatever its size, or nothing ever would be.
      if (lineBytes(text) > budget && lines.length > 0) break
      budget -= lineBytes(text)
      lines.push(text)
      start = stop === end ? end + 1 : stop
    }
    this.offset += start
    return lines
  }

  /** Moves to `count` lines before the end. */
  async seekTail(count: number): Promise<void> {
    const file = await this.#open()
    if (file === undefined) return
    const { size } = await file.stat()
    const buffer = Buffer.allocUnsafe(TAIL_READ_BYTES)
    let found = 0
    let position = size
    const limit = Math.max(0, size - TAIL_BYTES_MAX)
    this.offset = size
    if (count === 0) return
    while (position > limit) {
      const length = Math.min(buffer.length, position - limit)
      position -= length
      await file.read(buffer, 0, length, position)
      for (let index = length - 1; index >= 0; index -= 1) {
        // The end of the very last line begins no other one.
        if (buffer[index] !== NEWLINE || position + index === size - 1) continue
        found += 1
        if (found < count) continue
        this.offset = position + index + 1
        return
      }
    }
    this.offset = limit
  }

  async close(): Promise<void> {
    await this.#file?.close()
    this.#file = undefined
  }

  async #open(): Promise<FileHandle | undefined> {
    try {
      this.#file ??= await open(this.#path, 'r')
    } catch (error) {
      // Nothing was written yet.
      if (!hasCode(error, 'ENOENT')) throw error
    }
    return this.#file
  }
}

/** Where a piece of at most `bytesMax` bytes ends, never inside a character. */
function pieceEnd(content: Buffer, start: number, end: number, bytesMax: number): number {
  if (end - start <= bytesMax) return end
  let stop = start + bytesMax
  while (stop > start + 1 && ((content[stop] ?? 0) & 0b1100_0000) === 0b1000_0000) stop -= 1
  return stop
}

function textOf(content: Buffer, start: number, stop: number, isLineEnd: boolean): string {
  const hasReturn = isLineEnd && stop > start && content[stop - 1] === 13
  return content.toString('utf8', start, hasReturn ? stop - 1 : stop)
}
