import { createHash, type Hash } from 'node:crypto'
import { Transform } from 'node:stream'

/** How OCI names content: `sha256:` and 64 hexadecimal digits. */
export type Digest = `sha256:${string}`

const PATTERN = /^sha256:[0-9a-f]{64}$/

export function isDigest(text: string): text is Digest {
  return PATTERN.test(text)
}

export function digestOf(content: string | Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** Lets bytes pass and keeps their number and digest. */
export class Meter extends Transform {
  readonly #hash: Hash = createHash('sha256')
  size = 0

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk)
    this.size += chunk.length
    done(null, chunk)
  }

  /** Of everything that passed; to be asked once, at the end. */
  digest(): Digest {
    return `sha256:${this.#hash.digest('hex')}`
  }
}
