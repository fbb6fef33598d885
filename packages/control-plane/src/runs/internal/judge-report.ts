import { isFinalRunPhase, type ReplicaStatus, type RunPhase, type RunStatus } from '@fairlead/protocol'
import { storable, storableText } from '../../common/storable.ts'
import type { runs } from '../../db/schema/runs.ts'
import type { WorkloadPhase, workloads } from '../../db/schema/workloads.ts'
import type { TimelineEntry } from '../../workloads/record-event.ts'
import { isFinal, nextPhase, type WorkloadEvent } from '../../workloads/transition.ts'
import { outcomeOf } from '../outcome.ts'
import { describeEnd } from '../describe-end.ts'

type RunRow = typeof runs.$inferSelect
type WorkloadRow = typeof workloads.$inferSelect

/** How long a cluster that declined or lost a workload is left alone with it. */
const AVOID_MS = 60_000
const HOPELESS_AVOID_MS = 3_600_000
/** As JSON; a larger result is left out. */
const RESULT_LENGTH_MAX = 65_536
/** Ends that another cluster may not have in store. */
const AVOIDED = new Set<string | undefined>(['DECLINED', 'CLUSTER_LOST', 'NAMESPACE_QUOTA'])

/** What one report changes. Times are ISO texts, ready for the database. */
export interface RunChange {
  run: {
    id: string
    generation: number
    phase: string
    reason: string | null
    message: string | null
    exitCode: number | null
    startedAt: string | null
    finishedAt: string | null
    replicaStates: ReplicaStatus[] | null
    progress: number | null
    figures: Record<string, number>
    result: Record<string, unknown> | null
    address: string | null
    seq: number
  }
  workloadId: string
  /** Undefined: only the run's own row changes. */
  workload:
    | {
        phase: WorkloadPhase
        reason: string | null
        message: string | null
        exitCode: number | null
        retryable: boolean | null
        failures: number
        preemptions: number
        avoid: { clusterId: string; until: string }[]
      }
    | undefined
  /** Somebody who watches would see a difference. */
  isNews: boolean
}

export interface Verdict {
  change: RunChange | undefined
  events: TimelineEntry[]
}

const NOTHING: Verdict = { change: undefined, events: [] }

/** Decides what a report means. Pure: rows and report in, changes out. */
export function judgeReport(input: {
  run: RunRow
  workload: WorkloadRow
  retry: { max: number; on: readonly string[] }
  status: RunStatus & { isHopeless?: boolean }
  bootId: string
  now: number
}): Verdict {
  const { run, workload, status } = input
  if (status.phase === 'unknown') return NOTHING
  if (status.generation !== run.generation || isFinalRunPhase(run.phase)) return lateReport(run, workload, status)
  if (run.statusBootId === input.bootId && run.statusSeq !== null && status.seq <= run.statusSeq) return NOTHING

  const ago = (ms: number | undefined) => (ms === undefined ? null : new Date(input.now - ms).toISOString())
  const startedAt =
    run.startedAt?.toISOString() ?? ago(status.startedAgoMs) ?? (status.phase === 'RUNNING' ? ago(0) : null)
  const ended = isFinalRunPhase(status.phase)
  const change: RunChange = {
    run: {
      id: run.id,
      generation: run.generation,
      phase: status.phase,
      reason: status.reason && status.reason !== 'unknown' ? status.reason : null,
      message: status.message === undefined ? null : storableText(status.message),
      exitCode: status.exitCode ?? null,
      startedAt,
      finishedAt: ended ? (ago(status.finishedAgoMs) ?? ago(0)) : null,
      replicaStates: status.replicas ?? run.replicaStates,
      ...toldBy(status, run),
      seq: status.seq,
    },
    workloadId: workload.id,
    workload: undefined,
    isNews: false,
  }
  change.isNews = isNews(run, status, change)
  const events: TimelineEntry[] = []
  if (workload.currentRunId === run.id && workload.generation === run.generation) {
    const effect = ended ? endOf(input, change) : moveOf(workload, status.phase)
    change.workload = effect
    if (effect && (effect.phase !== workload.phase || ended)) {
      events.push({
        organizationId: run.organizationId,
        workloadId: workload.id,
        runId: run.id,
        phase: effect.phase,
        reason: change.run.reason,
        message: ended
          ? describeEnd(change.run, effect.phase)
          : (status.message ?? WORDS[status.phase] ?? status.phase),
        data: { runPhase: status.phase, ...(status.exitCode === undefined ? {} : { exitCode: status.exitCode }) },
      })
    }
  }
  return { change, events }
}

/** What the command told of itself. It stays until it tells something else: a report of an end need not repeat it. */
function toldBy(status: RunStatus, run: RunRow): Pick<RunChange['run'], 'progress' | 'figures' | 'result' | 'address'> {
  const result = status.result && storable(status.result)
  const isSmall = result !== undefined && JSON.stringify(result).length <= RESULT_LENGTH_MAX
  return {
    progress: status.progress ?? run.progress,
    figures: status.figures ? storable(status.figures) : run.figures,
    result: isSmall ? result : run.result,
    address: status.address === undefined ? run.address : storableText(status.address),
  }
}

/** Progress within one percent is written, and nobody is woken for it. */
function isNews(run: RunRow, status: RunStatus, { run: after }: RunChange): boolean {
  const percent = (progress: number | null) => (progress === null ? -1 : Math.floor(progress * 100))
  return (
    status.phase !== run.phase ||
    (status.reason ?? null) !== run.reason ||
    percent(after.progress) !== percent(run.progress) ||
    after.address !== run.address
  )
}

const WORDS: Partial<Record<RunPhase, string>> = {
  STARTING: 'its cluster is starting it',
  RUNNING: 'all replicas run',
  CANCELLING: 'it is being stopped',
}

/** Recorded, and nothing else: the outcome of that generation is settled. */
function lateReport(run: RunRow, workload: WorkloadRow, status: RunStatus): Verdict {
  if (status.phase === run.phase || run.reason !== 'CLUSTER_LOST') return NOTHING
  const event: TimelineEntry = {
    organizationId: run.organizationId,
    workloadId: workload.id,
    runId: run.id,
    phase: workload.phase,
    reason: 'LATE_REPORT',
    message: `generation ${run.generation} was given up, and its cluster now says ${status.phase}: recorded, not counted`,
  }
  return { change: undefined, events: [event] }
}

function moveOf(workload: WorkloadRow, phase: RunPhase): RunChange['workload'] {
  const event: WorkloadEvent | undefined =
    phase === 'STARTING' ? 'run.starting' : phase === 'RUNNING' ? 'run.running' : undefined
  const next = event ? nextPhase(workload.phase, event) : 'same'
  if (next === 'same' || next === 'refuse' || next === workload.phase) return undefined
  return {
    phase: next,
    reason: null,
    message: null,
    exitCode: null,
    retryable: null,
    failures: workload.failures,
    preemptions: workload.preemptions,
    avoid: workload.avoid,
  }
}

function endOf(input: Parameters<typeof judgeReport>[0], change: RunChange): RunChange['workload'] {
  const { workload, run, retry, now } = input
  const phase = change.run.phase as 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  const reason = input.status.reason
  const outcome = outcomeOf({ phase, reason }, { ...workload, retry })
  const next = nextPhase(workload.phase, outcome.event)
  if (next === 'same' || next === 'refuse') return undefined
  const avoid = workload.avoid.filter((entry) => Date.parse(entry.until) > now)
  if (AVOIDED.has(reason)) {
    const forMs = input.status.isHopeless ? HOPELESS_AVOID_MS : AVOID_MS
    avoid.push({ clusterId: run.clusterId, until: new Date(now + forMs).toISOString() })
  }
  return {
    phase: next,
    reason: next === 'CANCELLED' ? 'USER_CANCEL' : change.run.reason,
    message: describeEnd(change.run, next),
    exitCode: isFinal(next) ? change.run.exitCode : null,
    retryable: isFinal(next) ? outcome.retryable : null,
    failures: workload.failures + (outcome.isFailure ? 1 : 0),
    preemptions: workload.preemptions + (reason === 'PREEMPTED' ? 1 : 0),
    avoid,
  }
}
