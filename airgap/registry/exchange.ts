import { createReadStream } from 'node:fs'
import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as requestHttps, type Agent } from 'node:https'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Part of a file, from `start` up to and without `end`. */
export interface FilePart {
  file: string
  start: number
  end: number
}

export interface Exchange {
  method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  url: URL
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array | FilePart
  /** For https. */
  agent?: Agent | undefined
  /** Without a sign of life for this long the connection counts as cut. */
  idleMs: number
  /** Told of the bytes of the body that left, as they leave. */
  onSent?: (bytes: number) => void
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

/** More than any document of a registry. */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024

/** One request and its whole answer. Throws what the network throws; redirects are the caller's. */
export async function exchange(options: Exchange): Promise<Answer> {
  const { url, method, body, onSent } = options
  const size = sizeOf(body)
  const headers = { ...options.headers, ...(size === undefined ? {} : { 'content-length': String(size) }) }
  const request =
    url.protocol === 'https:'
      ? requestHttps(url, { method, headers, ...(options.agent ? { agent: options.agent } : {}) })
      : requestHttp(url, { method, headers })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  // Awaited below, where an answer that comes before the body has left counts for more than the cut that follows it.
  answered.catch(() => undefined)
  request.setTimeout(options.idleMs, () => request.destroy(new Error(`no sign of life for ${options.idleMs / 1000} s`)))
  if (body === undefined) request.end()
  else {
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        onSent?.(chunk.length)
        done(null, chunk)
      },
    })
    pipeline(streamOf(body), counter, request).catch((error: unknown) =>
      // What the file refuses has to end the request, too.
      request.destroy(error instanceof Error ? error : new Error(String(error))),
    )
  }
  const response = await answered
  const parts: Buffer[] = []
  let read = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    read += chunk.length
    if (read > ANSWER_BYTES_MAX) throw new Error(`${url.host} answers with more than ${ANSWER_BYTES_MAX} bytes`)
    parts.push(chunk)
  }
  // The rest of a body that nobody reads any more.
  if (!request.writableFinished) request.destroy()
  return { status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() }
}

function sizeOf(body: Exchange['body']): number | undefined {
  if (body === undefined) return undefined
  if (typeof body === 'string') return Buffer.byteLength(body)
  return 'file' in body ? body.end - body.start : body.length
}

function streamOf(body: string | Uint8Array | FilePart): Readable {
  if (typeof body === 'string') return Readable.from([Buffer.from(body)])
  if (!('file' in body)) return Readable.from([Buffer.from(body)])
  if (body.end === body.start) return Readable.from([])
  return createReadStream(body.file, { start: body.start, end: body.end - 1, highWaterMark: 256 * 1024 })
}
