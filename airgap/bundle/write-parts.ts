import { createReadStream, createWriteStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { stat, writeFile } from 'node:fs/promises'
import { sha256Of } from '../release/checksums.ts'

/** Splits a file for media with a limit: `FILE.part-001` and so on, and `FILE.parts.sha256` for `sha256sum -c`. `cat FILE.part-*` makes it whole. Answers the parts. */
export async function writeParts(file: string, bytes: number): Promise<string[]> {
  const { size } = await stat(file)
  const count = Math.ceil(size / bytes)
  if (count > 999) throw new Error(`parts of ${bytes} bytes would be ${count}: at most 999, so choose larger ones`)
  const parts: string[] = []
  const lines: string[] = []
  for (let index = 0; index < count; index += 1) {
    const part = `${file}.part-${String(index + 1).padStart(3, '0')}`
    const start = index * bytes
    await pipeline(createReadStream(file, { start, end: Math.min(size, start + bytes) - 1 }), createWriteStream(part))
    lines.push(`${await sha256Of(part)}  ${basename(part)}\n`)
    parts.push(part)
  }
  await writeFile(`${file}.parts.sha256`, lines.join(''))
  return parts
}

/** Reads `4G`, `700M` or a number of bytes. Throws for anything else. */
export function parseSize(text: string): number {
  const { number, unit = '' } = /^(?<number>\d+)(?<unit>[KMG]?)$/.exec(text)?.groups ?? {}
  const bytes = Number(number) * 1024 ** ['', 'K', 'M', 'G'].indexOf(unit)
  if (number === undefined || bytes < 1024) throw new Error(`${text} is no size of parts: write 4G or 700M`)
  return bytes
}
