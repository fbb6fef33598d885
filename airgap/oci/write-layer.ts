import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { blobPath } from './blobs.ts'
import { Meter, type Digest } from './digest.ts'
import type { LayerEntry } from './layer-entries.ts'
import { packEntries } from './pack-entries.ts'

export interface WrittenLayer {
  /** Of the compressed blob: what a registry stores. */
  digest: Digest
  size: number
  /** Of the tar archive in it: what the image's config lists. */
  diffId: Digest
}

/** Writes entries as one compressed blob of a layout. The same entries give the same bytes on every machine, and files pass through in pieces. */
export async function writeLayer(layout: string, entries: readonly LayerEntry[]): Promise<WrittenLayer> {
  const part = join(layout, `.layer-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const archive = new Meter()
  const blob = new Meter()
  try {
    await pipeline(
      packEntries(entries),
      archive,
      createGzip({ level: 9 }),
      new FixedGzipHeader(),
      blob,
      createWriteStream(part),
    )
    const digest = blob.digest()
    mkdirSync(join(layout, 'blobs/sha256'), { recursive: true })
    renameSync(part, blobPath(layout, digest))
    return { digest, size: blob.size, diffId: archive.digest() }
  } finally {
    rmSync(part, { force: true })
  }
}

/** Byte 9 of a gzip stream names the system that wrote it: 255 says "unknown" everywhere. */
export class FixedGzipHeader extends Transform {
  #seen = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    const at = 9 - this.#seen
    if (at >= 0 && at < chunk.length) chunk[at] = 255
    this.#seen += chunk.length
    done(null, chunk)
  }
}
