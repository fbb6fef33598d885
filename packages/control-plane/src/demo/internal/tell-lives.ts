import type { SimulatedWorkload } from '@fairlead/scheduler'
import { describeAssignment } from '../../scheduling/describe-assignment.ts'
import { describePreemption } from '../../scheduling/describe-preemption.ts'
import { describeEnd } from '../../runs/describe-end.ts'
import { outcomeOf } from '../../runs/outcome.ts'
import { must } from '../../lib/invariant.ts'
import type { ReadyWork } from './ready-work.ts'
import { commonPart, demoId } from './demo-id.ts'
import { chanceOf } from './chance.ts'

type RunPhase = 'ASSIGNED' | 'STARTING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
type Attempt = SimulatedWorkload['attempts'][number]

export interface ToldRun {
  id: string
  workloadId: string
  projectId: string
  nodePoolId: string
  clusterId: string
  generation: number
  phase: RunPhase
  reason: string | null
  message: string | null
  exitCode: number | null
  nodeIds: string[]
  nodeNames: string[]
  requests: Record<string, number>
  /** Part of it that it uses; undefined: it varies. */
  usage: number | undefined
  /** Number of its round, counted from 0. */
  round: number
  assignedAt: number
  startedAt: number | null
  finishedAt: number | null
  stopRequestedAt: number | null
  stopReason: string | null
  preemptedFor: string | null
}

export interface ToldEvent {
  workloadId: string
  runId: string | null
  at: number
  phase: string
  reason: string | null
  message: string
  data: Record<string, unknown>
  round: number | undefined
}

/** How a workload stands in the end. */
export interface ToldState {
  phase: 'QUEUED' | 'ASSIGNED' | 'STARTING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  phaseSince: number
  reason: string | null
  message: string | null
  intent: 'run' | 'cancel'
  generation: number
  currentRunId: string | null
  failures: number
  preemptions: number
  firstStartedAt: number | null
  finishedAt: number | null
  exitCode: number | null
  retryable: boolean | null
}

export interface ToldLife {
  work: ReadyWork
  state: ToldState
  runs: ToldRun[]
  events: ToldEvent[]
}

/** Names for sentences, and numbers of rounds. */
export interface Telling {
  seed: number
  until: number
  clusterName: (id: string) => string
  nodeName: (id: string) => string
  workOf: (id: string) => ReadyWork
  /** Number of the round that decided at that time. */
  roundAt: (at: number) => number
}

const STARTING_MS = 1_000
const KILLED_BY_TERM = 143

/** Tells the life of one workload as the control plane would have written it down: its runs, its timeline, and how it stands. */
export function tellLife(played: SimulatedWorkload, telling: Telling): ToldLife {
  const work = telling.workOf(played.id)
  const life: ToldLife = {
    work,
    runs: [],
    events: [],
    state: {
      phase: 'QUEUED',
      phaseSince: played.submittedAt,
      reason: null,
      message: null,
      intent: 'run',
      generation: 0,
      currentRunId: null,
      failures: 0,
      preemptions: 0,
      firstStartedAt: null,
      finishedAt: null,
      exitCode: null,
      retryable: null,
    },
  }
  tell(life, played.submittedAt, { phase: 'QUEUED', message: `submitted by ${work.person.name}` })
  for (const attempt of played.attempts) tellAttempt(life, attempt, telling)
  if (played.state === 'cancelled' && life.state.phase === 'QUEUED') {
    const at = must(played.endedAt, 'what was cancelled has an end')
    const message = `cancelled by ${work.person.name}`
    Object.assign(life.state, { intent: 'cancel', reason: 'USER_CANCEL', message, finishedAt: at, retryable: false })
    tell(life, at, { phase: 'CANCELLED', message })
  }
  return life
}

function tell(
  life: ToldLife,
  at: number,
  event: Pick<ToldEvent, 'message'> & { phase: ToldState['phase'] | 'CANCELLING' } & Partial<ToldEvent>,
): void {
  life.events.push({
    workloadId: life.work.row.id,
    runId: null,
    reason: null,
    data: {},
    round: undefined,
    ...event,
    at,
  })
  const { phase } = event
  if (phase === life.state.phase || phase === 'CANCELLING') return
  life.state.phase = phase
  life.state.phaseSince = at
}

function tellAttempt(life: ToldLife, attempt: Attempt, telling: Telling): void {
  const { work, state } = life
  const { seed, until } = telling
  const nodeNames = attempt.nodeIds.map(telling.nodeName)
  const name = `${commonPart(work.row.id)} run ${state.generation + 1}`
  const id = demoId(attempt.startAt, name, work.row.id)
  const startsAt = attempt.startAt + 4_000 + Math.floor(chanceOf(seed, name).next() * 30_000)
  const endsAt = attempt.endAt ?? Infinity
  const isStarted = startsAt <= Math.min(until, endsAt)
  const run: ToldRun = {
    id,
    workloadId: work.row.id,
    projectId: work.row.projectId,
    nodePoolId: attempt.poolId,
    clusterId: attempt.clusterId,
    generation: state.generation + 1,
    phase: isStarted ? 'RUNNING' : 'ASSIGNED',
    reason: null,
    message: null,
    exitCode: null,
    nodeIds: [...attempt.nodeIds],
    nodeNames,
    requests: work.row.requests,
    usage: work.usage,
    round: telling.roundAt(attempt.startAt),
    assignedAt: attempt.startAt,
    startedAt: isStarted ? startsAt : null,
    finishedAt: attempt.endAt ?? null,
    stopRequestedAt: null,
    stopReason: null,
    preemptedFor: null,
  }
  life.runs.push(run)
  Object.assign(state, { generation: run.generation, currentRunId: id, reason: null, message: null, exitCode: null })
  tellStart(life, run, attempt, telling)
  if (attempt.preemptedFor) tellOrder(life, run, attempt, telling)
  if (attempt.end !== undefined) tellEnd(life, run, attempt)
}

function tellStart(life: ToldLife, run: ToldRun, attempt: Attempt, telling: Telling): void {
  const { id: runId, assignedAt, startedAt, round } = run
  const cluster = telling.clusterName(run.clusterId)
  const nodes = [...new Set(run.nodeNames)]
  const borrowed = attempt.borrowed ?? false
  const message = describeAssignment({ cluster, nodes, borrowed })
  tell(life, assignedAt, { phase: 'ASSIGNED', runId, message, data: { cluster, nodes, borrowed }, round })
  if (startedAt === null) return
  tell(life, assignedAt + STARTING_MS, {
    phase: 'STARTING',
    runId,
    message: 'its cluster is starting it',
    data: { runPhase: 'STARTING' },
  })
  tell(life, startedAt, { phase: 'RUNNING', runId, message: 'all replicas run', data: { runPhase: 'RUNNING' } })
  life.state.firstStartedAt ??= startedAt
}

/** The scheduler has told it to stop, for somebody else. */
function tellOrder(life: ToldLife, run: ToldRun, attempt: Attempt, telling: Telling): void {
  const { workloadId, cause } = must(attempt.preemptedFor, 'asked for what was told to stop')
  const other = telling.workOf(workloadId)
  const at = attempt.stoppedAt ?? must(attempt.endAt, 'what was told to stop at once has ended')
  const sentence = describePreemption(cause, { project: other.projectName, name: other.row.name })
  run.stopRequestedAt = at
  run.stopReason = 'PREEMPTED'
  run.preemptedFor = workloadId
  run.message = sentence
  tell(life, at, {
    phase: life.state.phase,
    runId: run.id,
    reason: 'PREEMPTED',
    message: `told to stop: ${sentence}`,
    data: { cause, for: other.row.name, forProject: other.projectName },
    round: telling.roundAt(at),
  })
}

function tellEnd(life: ToldLife, run: ToldRun, attempt: Attempt): void {
  const { work, state } = life
  const at = must(attempt.endAt, 'what has ended has a time')
  if (attempt.end === 'cancelled') {
    state.intent = 'cancel'
    run.stopRequestedAt = at
    run.stopReason = 'USER_CANCEL'
    run.message = `cancelled by ${work.person.name}`
    tell(life, at, { phase: state.phase, message: run.message })
  }
  Object.assign(run, endOf(attempt, work.exitCode))
  run.message ??= run.reason === 'EXIT_NONZERO' ? `replica 0 ended with exit code ${run.exitCode}` : null
  const phase = run.phase as 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  const outcome = outcomeOf(
    { phase, reason: run.reason as 'PREEMPTED' },
    {
      intent: state.intent,
      generation: run.generation,
      preemptions: state.preemptions,
      failures: state.failures,
      retry: { max: 0, on: [] },
    },
  )
  const next = outcome.event === 'run.returned' ? 'QUEUED' : phase
  const message = describeEnd(run, next)
  tell(life, at, {
    phase: next,
    runId: run.id,
    reason: run.reason,
    message,
    data: { runPhase: phase, ...(run.exitCode === null ? {} : { exitCode: run.exitCode }) },
  })
  Object.assign(state, { reason: run.reason, message })
  state.failures += outcome.isFailure ? 1 : 0
  state.preemptions += run.reason === 'PREEMPTED' ? 1 : 0
  if (next === 'QUEUED') return
  Object.assign(state, { finishedAt: at, exitCode: run.exitCode, retryable: outcome.retryable })
}

function endOf({ end }: Attempt, exitCode: number): Pick<ToldRun, 'phase' | 'reason' | 'exitCode'> {
  if (end === 'preempted' || end === 'displaced')
    return { phase: 'CANCELLED', reason: 'PREEMPTED', exitCode: KILLED_BY_TERM }
  if (end === 'cancelled') return { phase: 'CANCELLED', reason: 'USER_CANCEL', exitCode: KILLED_BY_TERM }
  if (end === 'time-limit') return { phase: 'FAILED', reason: 'TIMEOUT', exitCode: KILLED_BY_TERM }
  return exitCode === 0
    ? { phase: 'SUCCEEDED', reason: 'COMPLETED', exitCode: 0 }
    : { phase: 'FAILED', reason: 'EXIT_NONZERO', exitCode }
}
