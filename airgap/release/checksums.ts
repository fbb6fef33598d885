import { createHash } from 'node:crypto'
import { createReadStream, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SIGNATURE_SUFFIXES } from '../signing/sign-file.ts'

export const CHECKSUMS_FILE = 'SHA256SUMS'
const NOT_LISTED = new Set<string>([
  CHECKSUMS_FILE,
  ...SIGNATURE_SUFFIXES.map((suffix) => `${CHECKSUMS_FILE}${suffix}`),
])

/** Every file of a folder by its path with `/`, in order. Throws for anything that is neither a file nor a folder. */
export function filesOf(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below))
    .flatMap((name) => {
      const path = below === '' ? name : `${below}/${name}`
      const stat = lstatSync(join(folder, path))
      if (stat.isDirectory()) return filesOf(folder, path)
      if (!stat.isFile()) throw new Error(`${path} is neither a file nor a folder`)
      return [path]
    })
    .toSorted((a, b) => (a < b ? -1 : 1))
}

/** Writes the list that `sha256sum -c` reads, of every file but itself and its signatures. */
export async function writeChecksums(bundle: string): Promise<void> {
  const paths = filesOf(bundle).filter((path) => !NOT_LISTED.has(path))
  const lines: string[] = []
  for (const path of paths) lines.push(`${await sha256Of(join(bundle, path))}  ${path}\n`)
  writeFileSync(join(bundle, CHECKSUMS_FILE), lines.join(''))
}

/** Path to hash. Throws for a line that is not one of ours. */
export function readChecksums(bundle: string): Map<string, string> {
  const lines = readFileSync(join(bundle, CHECKSUMS_FILE), 'utf8').split('\n')
  if (lines.pop() !== '') throw new Error(`${CHECKSUMS_FILE} does not end with a whole line`)
  return new Map(
    lines.map((line) => {
      const { hash, path } = /^(?<hash>[0-9a-f]{64}) {2}(?<path>[^/\\].*)$/.exec(line)?.groups ?? {}
      if (hash === undefined || path === undefined || path.split('/').includes('..'))
        throw new Error(`${CHECKSUMS_FILE} holds a line that is none: ${line}`)
      return [path, hash]
    }),
  )
}

/** Of a file, read in pieces. */
export async function sha256Of(file: string, onBytes: (bytes: number) => void = () => undefined): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(
    createReadStream(file, { highWaterMark: 1024 * 1024 }),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        onBytes(chunk.length)
        yield chunk
      }
    },
    hash,
  )
  return hash.digest('hex')
}
