/** One job of a trace, in the time of the trace. */
export interface TraceJob {
  /** Line in the file: its name in every report. */
  line: number
  queue: string
  /** Seconds on the trace's own clock. */
  submitAt: number
  /** Seconds of running. */
  runSeconds: number
  /** Devices in all; below one it is part of a device. */
  gpus: number
  /** What it asks for besides, where the trace says so. */
  cpuMilli: number | undefined
  memoryMib: number | undefined
  /** Models of GPU that will do; empty: any. */
  gpuModels: string[]
  exitCode: 0 | 1
}

/** A row that is no job, and why. */
export interface BadRow {
  line: number
  reason: string
}

export interface Trace {
  format: 'philly' | 'openb'
  jobs: TraceJob[]
  /** Rows that cannot be read. */
  malformed: BadRow[]
  /** Rows that can be read and have nothing to run. */
  skipped: BadRow[]
}

/** What a reader of rows makes of one. */
export type RowResult = { job: TraceJob } | { malformed: string } | { skipped: string }

/** A number of a row, or what is wrong with it. */
export function numberIn(
  record: Readonly<Record<string, string | undefined>>,
  field: string,
): { value: number } | { malformed: string } {
  const text = record[field]?.trim() ?? ''
  if (text === '') return { malformed: `${field} is missing` }
  const value = Number(text)
  if (!Number.isFinite(value)) return { malformed: `${field} is not a number: ${text.slice(0, 40)}` }
  if (value < 0) return { malformed: `${field} is negative: ${text}` }
  return { value }
}
