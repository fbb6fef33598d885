import { FairleadError, UnavailableError } from '../errors.ts'
import { retryDelayMs } from '../http/retry-delay.ts'
import { sleep } from '../http/sleep.ts'
import type { LogItem } from './log-items.ts'
import { readLogStream, streamCut, type OpenStream } from './read-log-stream.ts'

export interface RunLogsRequest {
  runId: string
  follow: boolean
  /** Behind which to go on. */
  cursor?: string | undefined
  signal?: AbortSignal | undefined
  /** Told when the connection was lost, before it is made again. */
  onLost?: ((error: FairleadError) => void) | undefined
}

/** Tries in a row that brought no new line, after which a reader who does not follow, or a run whose output cannot be read, is given up. */
const FRUITLESS_MAX = 5

/**
 * The output of one run up to its end, over as many connections as it takes. Each line comes once: a new connection goes on behind the last group of
 * lines that arrived whole.
 */
export async function* readRunLogs(open: OpenStream, request: RunLogsRequest): AsyncGenerator<LogItem, void, void> {
  const { runId, follow, signal } = request
  let { cursor } = request
  let fruitless = 0
  for (;;) {
    let problem = streamCut('it ended early')
    try {
      for await (const event of readLogStream(open, cursor, signal)) {
        if (event.type === 'end') {
          // An agent that has just taken a run may not know its output yet, and one that stumbles may get up.
          const isPassing = follow && fruitless < FRUITLESS_MAX && /^(error|not_found)$/.test(event.reason)
          if (event.reason !== 'disconnected' && !isPassing) {
            yield event
            return
          }
          problem = streamCut(event.message || event.reason)
          break
        }
        if (event.type === 'gap') {
          yield event
        } else if (event.cursor !== cursor) {
          cursor = event.cursor
          if (event.lines.length > 0) fruitless = 0
          for (const [index, line] of event.lines.entries()) {
            const isLast = index === event.lines.length - 1
            yield { type: 'line', runId, ...line, cursor: isLast ? event.cursor : null }
          }
        }
      }
    } catch (error) {
      if (signal?.aborted) throw error
      if (error instanceof FairleadError && !(error instanceof UnavailableError)) throw error
      problem = error instanceof UnavailableError ? error : streamCut(error)
    }
    fruitless += 1
    if (!follow && fruitless > FRUITLESS_MAX) throw problem
    request.onLost?.(problem)
    await sleep(retryDelayMs(fruitless, undefined, Math.random), signal)
  }
}
