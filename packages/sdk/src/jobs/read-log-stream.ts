import { UnavailableError, type FairleadError } from '../errors.ts'
import { errorOf, readProblem } from '../http/error-of-response.ts'
import { readEvents } from '../http/read-events.ts'
import type { LogEvent } from './log-items.ts'

/** Opens the stream behind the cursor, or from its beginning. */
export type OpenStream = (cursor: string | undefined, signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>

/** The control plane says something at least every 15 seconds. */
const IDLE_MS = 50_000

/** Events of one connection. A gap is held back until the lines behind it are here, or a new connection would tell of it again. */
export async function* readLogStream(
  open: OpenStream,
  cursor: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogEvent, void, void> {
  const leaving = new AbortController()
  const body = await open(cursor, signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal)
  let gap: LogEvent | undefined
  try {
    for await (const { event, data } of readEvents(body, IDLE_MS)) {
      if (event === 'error') throw refusal(data)
      const parsed = JSON.parse(data) as LogEvent
      if (parsed.type === 'gap') {
        gap = parsed
        continue
      }
      if (gap) yield gap
      gap = undefined
      yield parsed
    }
  } finally {
    leaving.abort()
  }
}

/** The connection is gone, and why if anything is known. */
export function streamCut(cause: unknown): UnavailableError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new UnavailableError(`the stream of output was cut: ${why}`, { code: 'STREAM_CUT', cause })
}

function refusal(data: string): FairleadError {
  const problem = readProblem(data)
  return problem ? errorOf(problem.message, problem) : streamCut(data)
}
