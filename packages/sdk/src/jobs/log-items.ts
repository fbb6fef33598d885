import type { Run } from '../models.ts'

/** One line of output. */
export interface LogLine {
  type: 'line'
  runId: string
  replica: number
  stream: 'out' | 'err'
  at: string | null
  text: string
  /** To go on behind this line. Null inside a group of lines, which only arrives and is asked for as a whole. */
  cursor: string | null
}

/** Output that is lost: the cluster did not keep it. */
export interface LogGap {
  type: 'gap'
  bytes: number
  reason: string
}

/** From here on the output is that of another attempt. */
export interface LogRun {
  type: 'run'
  run: Run
}

/** There is no more. */
export interface LogEnd {
  type: 'end'
  reason: string
  message: string
}

export type LogItem = LogLine | LogGap | LogRun | LogEnd

/** A stream of the API, event by event. */
export type LogEvent =
  | { type: 'lines'; cursor: string; lines: Omit<LogLine, 'type' | 'runId' | 'cursor'>[] }
  | LogGap
  | LogEnd
