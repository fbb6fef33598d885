import type { Outputs } from '../../lib/trpc.ts'
import { levelOf, type Level } from './log-level.ts'

export type LogEvent = Outputs['workloads']['logs'] extends AsyncIterable<infer E> ? E : never

export interface LogLine {
  kind: 'line'
  /** Counts up from the first line that was received; never used twice. */
  n: number
  replica: number
  stream: 'out' | 'err'
  at: string | null
  text: string
  /** How grave it says it is. */
  level?: Level | undefined
}

/** Something that is not output: lines that are missing, or the end. */
export interface LogMark {
  kind: 'gap' | 'end'
  n: number
  text: string
}

export type LogEntry = LogLine | LogMark

export interface LogBuffer {
  entries: readonly LogEntry[]
  next: number
  /** Lines that were let go because there were too many. */
  dropped: number
  /** Where to go on after a broken connection. */
  cursor: string | undefined
  isEnded: boolean
  /** Of the newest line of each replica: the next may go on with it. */
  levels: ReadonlyMap<number, Level | undefined>
}

export const LINES_MAX = 100_000
/** Letting go of many at once is cheaper than of one at each line. */
const SLACK = 5000

export const EMPTY_LOG: LogBuffer = {
  entries: [],
  next: 1,
  dropped: 0,
  cursor: undefined,
  isEnded: false,
  levels: new Map(),
}

/** The buffer with some more events. Beyond {@link LINES_MAX} the oldest lines go, and are counted. */
export function appendEvents(buffer: LogBuffer, events: readonly LogEvent[], max = LINES_MAX): LogBuffer {
  if (events.length === 0) return buffer
  const added: LogEntry[] = []
  const levels = new Map(buffer.levels)
  let { next, cursor, isEnded } = buffer
  for (const event of events) {
    if (event.type === 'lines') {
      cursor = event.cursor
      for (const { replica, stream, at, text } of event.lines) {
        const level = levelOf(text, levels.get(replica))
        levels.set(replica, level)
        added.push({ kind: 'line', n: next++, replica, stream, at, text, level })
      }
    } else if (event.type === 'gap') {
      added.push({ kind: 'gap', n: next++, text: `${describeBytes(event.bytes)} missing here: ${event.reason}` })
    } else {
      isEnded = event.reason !== 'disconnected'
      if (event.message !== '') added.push({ kind: 'end', n: next++, text: event.message })
    }
  }
  const entries = [...buffer.entries, ...added]
  const surplus = entries.length > max + Math.min(SLACK, max) ? entries.length - max : 0
  return {
    entries: surplus > 0 ? entries.slice(surplus) : entries,
    next,
    cursor,
    isEnded,
    levels,
    dropped: buffer.dropped + surplus,
  }
}

function describeBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 2 ** 20 ? `${Math.round(bytes / 1024)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`
}

/** Everything as a text file: times, replicas where there are several, and what is missing. */
export function asText(entries: readonly LogEntry[], hasTimes: boolean): string {
  const isMany = new Set(entries.flatMap((entry) => (entry.kind === 'line' ? [entry.replica] : []))).size > 1
  const lines = entries.map((entry) => {
    if (entry.kind !== 'line') return `--- ${entry.text} ---`
    return `${hasTimes && entry.at ? `${entry.at} ` : ''}${isMany ? `[${entry.replica}] ` : ''}${entry.text}`
  })
  return `${lines.join('\n')}\n`
}
