/** Which output somebody wants to read. */
export interface LogRequest {
  runId: string
  replica?: number | undefined
  follow: boolean
  tail?: number | undefined
  cursor?: string | undefined
}

export interface LogLine {
  replica: number
  stream: 'out' | 'err'
  at: string | null
  text: string
}

export type LogEvent =
  | { type: 'lines'; cursor: string; lines: LogLine[] }
  | { type: 'gap'; bytes: number; reason: string }
  | { type: 'end'; reason: string; message: string }

/** Throws CLUSTER_OFFLINE when nobody holds the agent's socket. */
export type OpenLogs = (clusterId: string, request: LogRequest, signal: AbortSignal) => AsyncGenerator<LogEvent>
