import { LOG_WINDOW_BYTES, type LogChunk, type LogClose } from '@fairlead/protocol'
import type { LogEvent, LogRequest } from '../app/open-logs.ts'
import type { AgentSession } from './agent-session.ts'
import { newId } from '../lib/ids.ts'

interface Stream {
  session: AgentSession
  queue: LogEvent[]
  wake: () => void
  isEnded: boolean
}

/** Open log streams of this replica. The agent sends only what it has credit for, and gets new credit when the reader has taken the old. */
export class LogStreams {
  readonly #streams = new Map<string, Stream>()

  /** Events until the end of the log, or until the reader stops. */
  async *read(session: AgentSession, request: LogRequest, signal: AbortSignal): AsyncGenerator<LogEvent> {
    const id = newId()
    const stream: Stream = { session, queue: [], wake: () => undefined, isEnded: false }
    this.#streams.set(id, stream)
    const onAbort = () => stream.wake()
    signal.addEventListener('abort', onAbort)
    session.send('log.open', {
      stream: id,
      runId: request.runId,
      follow: request.follow,
      creditBytes: LOG_WINDOW_BYTES,
      ...(request.replica === undefined ? {} : { replica: request.replica }),
      ...(request.tail === undefined ? {} : { tailLines: request.tail }),
      ...(request.cursor === undefined ? {} : { cursor: request.cursor }),
    })
    try {
      while (!signal.aborted) {
        const event = stream.queue.shift()
        if (event) {
          yield event
          if (event.type === 'end') return
          if (event.type === 'lines') session.send('log.credit', { stream: id, bytes: Math.max(1, bytesOf(event)) })
        } else if (stream.isEnded) return
        else await new Promise<void>((resolve) => (stream.wake = resolve))
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#streams.delete(id)
      if (!stream.isEnded) session.send('log.close', { stream: id, reason: 'cancelled', message: 'the reader left' })
    }
  }

  onChunk(chunk: LogChunk): void {
    const stream = this.#streams.get(chunk.stream)
    if (!stream) return
    if (chunk.gap) stream.queue.push({ type: 'gap', bytes: chunk.gap.bytes, reason: chunk.gap.reason })
    stream.queue.push({
      type: 'lines',
      cursor: chunk.cursor,
      lines: chunk.lines.map((line) => ({
        replica: line.replica,
        stream: line.stream,
        at: line.at ?? null,
        text: line.text,
      })),
    })
    stream.wake()
  }

  onClose(close: LogClose): void {
    this.#end(close.stream, { type: 'end', reason: close.reason, message: close.message })
  }

  /** The agent went away: its readers are told, and may come back with their cursor. */
  onSessionClosed(session: AgentSession): void {
    for (const [id, stream] of this.#streams) {
      if (stream.session === session)
        this.#end(id, { type: 'end', reason: 'disconnected', message: 'the agent lost contact' })
    }
  }

  #end(id: string, event: LogEvent): void {
    const stream = this.#streams.get(id)
    if (!stream || stream.isEnded) return
    stream.isEnded = true
    stream.queue.push(event)
    stream.wake()
  }
}

/** What the agent counted for these lines: the bytes of their text and one for the line's end. */
function bytesOf(event: Extract<LogEvent, { type: 'lines' }>): number {
  let bytes = 0
  for (const line of event.lines) bytes += Buffer.byteLength(line.text) + 1
  return bytes
}
