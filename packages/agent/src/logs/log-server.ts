import { LOG_STREAMS_MAX, LOG_WINDOW_BYTES, type LogClose, type LogOpen, type Welcome } from '@fairlead/protocol'
import { lineBytes, LogNotFound, type Driver, type LogBatch } from '../drivers/driver.ts'
import { messageOf, type Logger } from '../lib/logger.ts'
import type { FrameSource, Produced } from '../link/frame-source.ts'
import { redact } from './redact.ts'

type Stream = {
  id: string
  stop: AbortController
  batches: AsyncIterator<LogBatch>
  batchBytesMax: number
  credit: number
  isReading: boolean
  batch: LogBatch | undefined
}

const BATCH_BYTES = 16 * 1024
const BATCH_BYTES_WITHOUT_CREDIT = 4 * 1024

/**
 * Serves the output of runs to whoever asks through the link. A stream flows only on credit, so that a slow reader costs nothing but
 * an open file: the bytes of the text in UTF-8 are counted, and one for the end of each line. Streams take turns. Nothing is kept across sessions; the reader
 * resumes by cursor.
 */
export class LogServer implements FrameSource {
  readonly #driver: Driver
  readonly #log: Logger
  readonly #kick: () => void
  readonly #streams = new Map<string, Stream>()
  readonly #closes: LogClose[] = []
  #policy: Welcome['logPolicy'] = 'local'

  constructor(options: { driver: Driver; log: Logger; kick: () => void }) {
    this.#driver = options.driver
    this.#log = options.log
    this.#kick = options.kick
  }

  get size(): number {
    return this.#streams.size
  }

  setPolicy(policy: Welcome['logPolicy']): void {
    this.#policy = policy
    if (policy !== 'local') return
    for (const stream of this.#streams.values()) this.#close(stream.id, 'refused', LOCAL_ONLY)
  }

  open(body: LogOpen): void {
    if (this.#streams.has(body.stream)) return
    if (this.#policy === 'local') {
      this.#close(body.stream, 'refused', LOCAL_ONLY)
      return
    }
    if (this.#streams.size >= LOG_STREAMS_MAX) {
      this.#close(body.stream, 'refused', `${LOG_STREAMS_MAX} outputs are being read already; close one first`)
      return
    }
    const stop = new AbortController()
    const credit = Math.min(body.creditBytes, LOG_WINDOW_BYTES)
    // A batch always fits the window that the reader opened with, or it could never be sent.
    const batchBytesMax = credit === 0 ? BATCH_BYTES_WITHOUT_CREDIT : Math.max(16, Math.min(BATCH_BYTES, credit))
    const output = this.#driver.logs({
      runId: body.runId,
      isFollowing: body.follow,
      batchBytesMax,
      signal: stop.signal,
      ...(body.replica === undefined ? {} : { replica: body.replica }),
      ...(body.tailLines === undefined ? {} : { tailLines: body.tailLines }),
      ...(body.cursor === undefined ? {} : { cursor: body.cursor }),
    })
    const stream: Stream = {
      id: body.stream,
      stop,
      batches: output[Symbol.asyncIterator](),
      batchBytesMax,
      credit,
      isReading: false,
      batch: undefined,
    }
    this.#streams.set(stream.id, stream)
    void this.#read(stream)
  }

  credit(id: string, bytes: number): void {
    const stream = this.#streams.get(id)
    if (stream === undefined) return
    stream.credit = Math.min(LOG_WINDOW_BYTES, stream.credit + bytes)
    this.#kick()
  }

  /** The reader has enough. */
  cancel(id: string): void {
    const stream = this.#streams.get(id)
    if (stream !== undefined) this.#drop(stream)
  }

  /** The session is over, and every stream with it. */
  reset(): void {
    for (const stream of this.#streams.values()) this.#drop(stream)
    this.#closes.length = 0
  }

  next(): Produced | undefined {
    const close = this.#closes.shift()
    if (close !== undefined) return { t: 'log.close', body: close }
    for (const stream of this.#streams.values()) {
      const { batch } = stream
      if (batch === undefined) continue
      const bytes = bytesOf(batch)
      if (stream.credit < Math.min(bytes, stream.batchBytesMax)) continue
      stream.credit -= bytes
      stream.batch = undefined
      this.#streams.delete(stream.id)
      this.#streams.set(stream.id, stream)
      void this.#read(stream)
      const { lines, cursor, gap } = batch
      return { t: 'log.chunk', body: { stream: stream.id, lines, cursor, ...(gap === undefined ? {} : { gap }) } }
    }
    return undefined
  }

  async #read(stream: Stream): Promise<void> {
    if (stream.isReading || stream.batch !== undefined) return
    stream.isReading = true
    try {
      const { value, done } = await stream.batches.next()
      stream.isReading = false
      if (stream.stop.signal.aborted) return
      if (done === true) {
        this.#close(stream.id, 'end', '')
        return
      }
      stream.batch = this.#policy === 'redact' ? masked(value) : value
      this.#kick()
    } catch (error) {
      stream.isReading = false
      if (stream.stop.signal.aborted) return
      if (error instanceof LogNotFound) this.#close(stream.id, 'not_found', error.message)
      else {
        this.#log.warn({ stream: stream.id, problem: messageOf(error) }, 'output cannot be read')
        this.#close(stream.id, 'error', messageOf(error))
      }
    }
  }

  #close(id: string, reason: LogClose['reason'], message: string): void {
    const stream = this.#streams.get(id)
    if (stream !== undefined) this.#drop(stream)
    this.#closes.push({ stream: id, reason, message: message.slice(0, 1024) })
    this.#kick()
  }

  #drop(stream: Stream): void {
    this.#streams.delete(stream.id)
    stream.stop.abort()
    stream.batches.return?.().catch((error: unknown) => {
      this.#log.debug({ stream: stream.id, problem: messageOf(error) }, 'output was not closed cleanly')
    })
  }
}

const LOCAL_ONLY = 'the log policy of this cluster keeps output in the cluster: read it there'

function bytesOf(batch: LogBatch): number {
  let bytes = 0
  for (const line of batch.lines) bytes += lineBytes(line.text)
  return bytes
}

function masked(batch: LogBatch): LogBatch {
  return { ...batch, lines: batch.lines.map((line) => ({ ...line, text: redact(line.text) })) }
}
