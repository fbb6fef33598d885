import type {
  CheckLine,
  ClusterStatus,
  Connection,
  LogLine,
  MetricSample,
  NodeStatus,
  ReplicaStatus,
  RunBody,
  RunPhase,
  RunReason,
  RunSpec,
} from '@fairlead/protocol'

/** One execution: a run is realised at most once for each generation. */
export type RunRef = { runId: string; generation: number }

export type RunRequest = RunRef & { spec: RunSpec }

export type StopReason = NonNullable<RunBody['stop']>['reason']

/** An order to end a run: ask with TERM, wait for the grace, then KILL. */
export type StopOrder = { reason: StopReason; message: string; graceMs: number }

export type ObservedReplica = ReplicaStatus

/** What is true of a run in the world. Times are milliseconds on the driver's clock (`Clock.now`). */
export type ObservedRun = RunRef & {
  phase: RunPhase
  reason?: RunReason
  message?: string
  exitCode?: number
  startedAt?: number
  finishedAt?: number
  replicas?: ObservedReplica[]
  /** What the command told of itself: from 0 to 1, named figures, and its result. */
  progress?: number
  figures?: Record<string, number>
  result?: Record<string, unknown>
  /** Where it answers inside its cluster. */
  address?: string
}

/** A node as the world shows it. */
export type ObservedNode = Omit<NodeStatus, 'kind' | 'key' | 'seq' | 'gone'> & { name: string }

/** What a cluster can do. */
export type ObservedCluster = Omit<ClusterStatus, 'kind' | 'key' | 'seq'>

export type ConnectionTest = { namespace: string; connection: Connection }

/** Why a run will not be started here. Final for this generation. */
export type Refusal = { code: string; message: string; retryable: boolean }

export type LogRequest = {
  runId: string
  /** Absent: all replicas. */
  replica?: number
  isFollowing: boolean
  /** Lines before the end of each output file. */
  tailLines?: number
  cursor?: string
  /** No batch holds more than this, by `lineBytes`. At least 16. */
  batchBytesMax: number
  signal: AbortSignal
}

/** Lines in the order of the source; `cursor` names the place behind them. */
export type LogBatch = { lines: LogLine[]; cursor: string; gap?: { bytes: number; reason: string } }

/** A workload that gets no further run. */
export type EndedWorkload = { workloadId: string; namespace: string }

/** Called by a driver whenever the world has changed, with objects that are not changed afterwards. Must not throw. */
export type DriverEvents = {
  onRun: (run: ObservedRun) => void
  /** `node` is undefined when it is gone. */
  onNode: (name: string, node: ObservedNode | undefined) => void
  onCluster?: (cluster: ObservedCluster) => void
  /** Ids of the workloads of which a run is wanted; undefined while that is not known for sure. */
  wantedWorkloads?: () => ReadonlySet<string> | undefined
}

/**
 * A place where runs become real. Everything that the agent needs of it is here; what it runs on is the driver's own matter.
 *
 * The promises, kept by `driver-contract.ts` for every driver:
 * - `start` is idempotent by (runId, generation), also when the agent dies at any instruction: the command runs at most once.
 * - After `open`, everything that an earlier life of the agent started and did not forget is observed again.
 * - A run's phases come in the order of life, and a final phase never changes.
 */
export type Driver = {
  readonly name: string
  /** Real milliseconds in a second of a workload: 1,000, or less where time is sped up. */
  readonly secondMs: number
  /** Finds what is there and begins to watch. Resolves when the observed world is complete. */
  open(events: DriverEvents): Promise<void>
  nodes(): Iterable<ObservedNode>
  runs(): Iterable<ObservedRun>
  /** Every generation of one run that is still known, the newest last. */
  find(runId: string): ObservedRun[]
  /** Checks whether the run can be realised here, and keeps the room for it. Repeating it for the same run is harmless. */
  admit(request: RunRequest): Refusal | undefined
  /** Gives back what `admit` has kept for a run that will not be started. */
  release(ref: RunRef): void
  /** Resolves when the start is on record and will survive the agent. Rejects only if nothing was and will be started. */
  start(request: RunRequest): Promise<void>
  /** Resolves when the order is on record; the end is observed later. Harmless on a run that has ended or is unknown. */
  stop(ref: RunRef, order: StopOrder): Promise<void>
  /** Drops a run that has ended. Its output stays readable for the retention time. */
  forget(ref: RunRef): Promise<void>
  /** Throws {@link LogNotFound} on the first read when the run is not known here. */
  logs(request: LogRequest): AsyncIterable<LogBatch>
  usage(): Promise<MetricSample[]>
  /** @param options.network Also tries every path that the agent and its runs need. */
  check(options?: { network: boolean }): Promise<CheckLine[]>
  /** What the cluster can do, where there is more to say than its nodes; told again through `onCluster` when it changes. */
  cluster?(): ObservedCluster | undefined
  /** Tries a connection of a project. Throws with a sentence when it does not work. */
  testConnection?(test: ConnectionTest): Promise<{ latencyMs: number; objects?: number; bytes?: number }>
  /** The workload has come to its end and gets no further run: what is only kept for its next one may go. Harmless when repeated. */
  endWorkload?(workload: EndedWorkload): Promise<void>
  /** Since the world was last heard from; undefined where the driver does not watch. */
  observeAgeMs(): number | undefined
  /** Lets go without touching what runs. */
  close(): Promise<void>
}

/** What one line counts: its text in UTF-8, and its end. */
export function lineBytes(text: string): number {
  return Buffer.byteLength(text) + 1
}

/** The run has no output here. */
export class LogNotFound extends Error {}

/** A start that failed for a reason that can be named. Nothing was and will be started. */
export class StartRefused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}
