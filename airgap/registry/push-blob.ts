import { setTimeout as sleep } from 'node:timers/promises'
import type { Digest } from '../oci/digest.ts'
import { describeConnectionError, isCut } from './describe-connection-error.ts'
import { describeRefusal } from './describe-refusal.ts'
import type { Answer } from './exchange.ts'
import { hasBlob } from './has-blob.ts'
import type { RegistryClient } from './registry-client.ts'
import { RegistryError } from './registry-error.ts'
import { FAILURES_MAX, PAUSE_MS, withRetries } from './with-retries.ts'

export interface Blob {
  digest: Digest
  /** Bytes. */
  size: number
  file: string
}

/** What is learned about a registry while blobs go to it, and holds for the next one. */
export interface UploadWays {
  /** Bytes in one request. Halved when a proxy finds them too many. */
  chunkBytes: number
  /** False once the registry has said that it takes whole blobs only. */
  isChunked: boolean
  /** Milliseconds before the first try after a cut; twice as many before each next one. 200 when absent. */
  pauseMs?: number
}

export const CHUNK_BYTES_START = 8 * 1024 * 1024
export const CHUNK_BYTES_MIN = 256 * 1024

export interface PushBlobOptions {
  client: RegistryClient
  repository: string
  blob: Blob
  ways: UploadWays
  /** A repository of the same registry that has the blob, which then need not be sent. */
  mountFrom?: string | undefined
  /** Bytes that left, those that a cut lost among them. */
  onSent?: (bytes: number) => void
}

/**
 * Brings one blob into a repository and makes sure that it is there. Sends it in chunks and goes on after a cut where the registry has got to; sends it whole
 * where the registry takes no chunks. Answers whether it was there before. Throws {@link RegistryError}.
 */
export async function pushBlob(options: PushBlobOptions): Promise<{ wasThere: boolean }> {
  if (await isThere(options)) return { wasThere: true }
  const upload = new Upload(options)
  await upload.run()
  if (!upload.isMounted && !(await isThere(options)))
    throw new RegistryError(
      'corrupt',
      `${options.client.host} took ${options.blob.digest} and does not have it afterwards: look into its log`,
    )
  return { wasThere: upload.isMounted }
}

async function isThere({ client, repository, blob }: PushBlobOptions): Promise<boolean> {
  return await hasBlob(client, repository, blob, 'push')
}

class Upload {
  isMounted = false
  readonly #options: PushBlobOptions
  readonly #what: string
  #location = ''
  #offset = 0
  #best = 0
  #failures = 0

  constructor(options: PushBlobOptions) {
    this.#options = options
    this.#what = `${options.blob.digest} of ${options.repository}`
  }

  async run(): Promise<void> {
    const { blob, ways } = this.#options
    await this.#begin(true)
    while (!this.isMounted) {
      const step = ways.isChunked ? (this.#offset < blob.size ? this.#patch() : this.#finish()) : this.#whole()
      if (await this.#guard(step)) return
    }
  }

  /** True when the blob is in. A cut leads back to what the registry has. */
  async #guard(step: Promise<boolean>): Promise<boolean> {
    try {
      return await step
    } catch (error) {
      if (!isCut(error)) throw error
      await this.#failed(error)
      await this.#resume()
      return false
    }
  }

  async #begin(mayMount: boolean): Promise<void> {
    const { client, repository, blob, mountFrom } = this.#options
    const from = mayMount ? mountFrom : undefined
    const query = from === undefined ? '' : `?mount=${blob.digest}&from=${encodeURIComponent(from)}`
    const answer = await withRetries(client.host, () =>
      client.send({
        method: 'POST',
        path: `/v2/${repository}/blobs/uploads/${query}`,
        headers: { 'content-length': '0' },
        repository,
        access: 'push',
        ...(from === undefined ? {} : { alsoPull: from }),
      }),
    )
    if (from !== undefined && answer.status === 201) this.isMounted = true
    else if (answer.status === 202) this.#follow(answer, 0)
    // Not every registry lets somebody mount who may push.
    else if (from !== undefined && [401, 403, 404].includes(answer.status)) await this.#begin(false)
    else throw describeRefusal(client.host, this.#what, answer)
  }

  async #patch(): Promise<boolean> {
    const { client, repository, blob, ways, onSent } = this.#options
    const end = Math.min(blob.size, this.#offset + ways.chunkBytes)
    const answer = await client.send({
      method: 'PATCH',
      path: this.#location,
      headers: { 'content-type': 'application/octet-stream', 'content-range': `${this.#offset}-${end - 1}` },
      body: { file: blob.file, start: this.#offset, end },
      repository,
      access: 'push',
      ...(onSent === undefined ? {} : { onSent }),
    })
    if (answer.status === 202 || answer.status === 204) this.#follow(answer, end)
    else if (answer.status === 413 && ways.chunkBytes > CHUNK_BYTES_MIN) this.#shrink(2)
    else if ([404, 405, 501].includes(answer.status) && this.#offset === 0) {
      ways.isChunked = false
      await this.#begin(false)
    } else if (answer.status === 416 || answer.status === 404) {
      await this.#failed(describeRefusal(client.host, this.#what, answer))
      await this.#resume()
    } else await this.#refused(answer)
    return false
  }

  async #finish(): Promise<boolean> {
    const { client, repository } = this.#options
    const answer = await client.send({
      method: 'PUT',
      path: this.#withDigest(),
      headers: { 'content-type': 'application/octet-stream' },
      body: '',
      repository,
      access: 'push',
    })
    if (answer.status === 201 || answer.status === 204) return true
    if (answer.status === 404 || answer.status === 416) {
      // The end may have been heard, and its answer lost.
      if (await isThere(this.#options)) return true
      await this.#failed(describeRefusal(client.host, this.#what, answer))
      await this.#begin(false)
    } else await this.#refused(answer)
    return false
  }

  async #whole(): Promise<boolean> {
    const { client, repository, blob, onSent } = this.#options
    const answer = await client.send({
      method: 'PUT',
      path: this.#withDigest(),
      headers: { 'content-type': 'application/octet-stream' },
      body: { file: blob.file, start: 0, end: blob.size },
      repository,
      access: 'push',
      ...(onSent === undefined ? {} : { onSent }),
    })
    if (answer.status === 201 || answer.status === 204) return true
    await this.#refused(answer)
    await this.#begin(false)
    return false
  }

  /** Asks how far the registry has got; where it cannot tell, the blob starts anew. */
  async #resume(): Promise<void> {
    const { client, repository, ways } = this.#options
    if (!ways.isChunked) return await this.#begin(false)
    const answer = await withRetries(client.host, () =>
      client.send({ method: 'GET', path: this.#location, repository, access: 'push' }),
    )
    if (answer.status === 204 || answer.status === 202 || answer.status === 200) this.#follow(answer, this.#offset)
    else await this.#begin(false)
  }

  /** Waits before another try. Throws what happened when there were enough of them, or when trying again is of no use. */
  async #refused(answer: Answer): Promise<void> {
    const { host } = this.#options.client
    const refusal = describeRefusal(host, this.#what, answer)
    const isPassing = (answer.status >= 500 || answer.status === 429) && refusal.problem === 'refused'
    if (!isPassing) throw refusal
    await this.#failed(refusal)
  }

  async #failed(error: unknown): Promise<void> {
    const { ways } = this.#options
    if (this.#offset > this.#best) {
      this.#best = this.#offset
      this.#failures = 0
    }
    this.#failures++
    if (this.#failures > FAILURES_MAX) throw this.#gaveUp(error)
    // A proxy may close the connection instead of saying 413, or so soon after saying it that the answer is lost.
    if (this.#failures % 2 === 0 && ways.chunkBytes > CHUNK_BYTES_MIN) this.#shrink(this.#best === 0 ? 8 : 2)
    await sleep((ways.pauseMs ?? PAUSE_MS) * 2 ** (this.#failures - 1))
  }

  #shrink(divisor: number): void {
    const { ways } = this.#options
    ways.chunkBytes = Math.max(CHUNK_BYTES_MIN, Math.floor(ways.chunkBytes / divisor))
  }

  /** Where requests without a body pass and none with a body ever did, the body is what is not wanted. */
  #gaveUp(error: unknown): RegistryError {
    const { client, ways } = this.#options
    if (!isCut(error) || this.#best > 0) return describeConnectionError(client.host, error)
    const size = ways.isChunked ? `in parts of ${ways.chunkBytes} bytes too` : 'as a whole'
    return new RegistryError(
      'too-large',
      `the connection to ${client.host} is cut whenever ${this.#what} is sent, ${size}, while short requests pass: raise the limit of the proxy before it for the size of a body (nginx: client_max_body_size), or set it to 0 for the registry`,
      { cause: error },
    )
  }

  #follow({ headers }: Answer, offset: number): void {
    this.#location = headers.location ?? this.#location
    const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(headers['range'] ?? '') ?? []
    // Before the first byte some say 0-0, which is one byte for others.
    this.#offset = last === undefined || (last === '0' && offset === 0) ? offset : Number(last) + 1
  }

  #withDigest(): string {
    const mark = this.#location.includes('?') ? '&' : '?'
    return `${this.#location}${mark}digest=${encodeURIComponent(this.#options.blob.digest)}`
  }
}
