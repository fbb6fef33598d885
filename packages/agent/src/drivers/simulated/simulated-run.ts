import type { ResourceList, RunReason } from '@fairlead/protocol'
import type { ObservedReplica, ObservedRun, RunRef, StopReason } from '../driver.ts'

/** Everything that fixes a simulated run's life: what is true of it at any moment follows from this record and the time alone. */
export type SimulatedRun = RunRef & {
  name: string
  replicas: number
  nodes: string[]
  resources: ResourceList
  /** When it got its room; absent while it waits for a run that is ending. */
  launchedAt?: number
  /** Part of what it asked for that it uses; absent: it is drawn. */
  usage?: number
  /** When it began, if that was before it was started here. */
  beganAt?: number
  startMs: number
  runMs: number
  /** How it ends if nobody stops it. */
  exitCode: number
  stop?: { reason: StopReason; message: string; at: number; takesMs: number }
  /** When it was forgotten; its output is readable for some time after. */
  forgottenAt?: number
}

const KILLED_BY_TERM = 143

type Life = { runningAt: number; endsAt: number; isStopped: boolean; stoppingAt: number }

/** What an observer sees at `now`. */
export function observeSimulated(run: SimulatedRun, now: number): ObservedRun {
  const seen: ObservedRun = { runId: run.runId, generation: run.generation, phase: 'ASSIGNED' }
  const life = lifeOf(run)
  if (life === undefined) {
    seen.reason = 'WAITING_NODE'
    seen.message = 'waits for a run that is ending on its node'
    return seen
  }
  if (now >= life.runningAt && life.runningAt < life.endsAt) seen.startedAt = life.runningAt
  if (now >= life.endsAt) {
    seen.finishedAt = life.endsAt
    return finish(run, life, seen)
  }
  if (now >= life.stoppingAt) {
    seen.phase = 'CANCELLING'
    seen.reason = 'STOPPING'
    seen.message = run.stop?.message ?? ''
  } else if (now >= life.runningAt) {
    seen.phase = 'RUNNING'
  } else {
    seen.phase = 'STARTING'
    seen.reason = 'STARTING'
  }
  seen.replicas = run.nodes.map((node, index) => replica(index, seen.phase, node))
  return seen
}

/** When the next thing happens by itself after `now`; undefined when nothing more will. */
export function nextChangeAt(run: SimulatedRun, now: number): number | undefined {
  const life = lifeOf(run)
  if (life === undefined) return undefined
  return [life.runningAt, life.stoppingAt, life.endsAt]
    .filter((at) => at > now && at <= life.endsAt)
    .toSorted((a, b) => a - b)[0]
}

function lifeOf(run: SimulatedRun): Life | undefined {
  const { stop } = run
  if (run.launchedAt === undefined) {
    if (stop === undefined) return undefined
    return { runningAt: Number.POSITIVE_INFINITY, stoppingAt: stop.at, endsAt: stop.at, isStopped: true }
  }
  const runningAt = run.launchedAt + run.startMs
  const naturalEnd = runningAt + run.runMs
  if (stop === undefined || stop.at >= naturalEnd) {
    return { runningAt, stoppingAt: Number.POSITIVE_INFINITY, endsAt: naturalEnd, isStopped: false }
  }
  const isRunning = stop.at >= runningAt
  return {
    runningAt: isRunning ? runningAt : Number.POSITIVE_INFINITY,
    stoppingAt: stop.at,
    endsAt: stop.at + stop.takesMs,
    isStopped: true,
  }
}

function finish(run: SimulatedRun, life: Life, seen: ObservedRun): ObservedRun {
  if (life.isStopped && run.stop !== undefined) {
    seen.phase = run.stop.reason === 'TIMEOUT' ? 'FAILED' : 'CANCELLED'
    seen.reason = run.stop.reason
    seen.message = run.stop.message
    seen.exitCode = KILLED_BY_TERM
    seen.replicas = run.nodes.map((node, index) => ({ ...replica(index, seen.phase, node), exitCode: KILLED_BY_TERM }))
    return seen
  }
  const hasFailed = run.exitCode !== 0
  seen.phase = hasFailed ? 'FAILED' : 'SUCCEEDED'
  seen.reason = hasFailed ? 'EXIT_NONZERO' : 'COMPLETED'
  seen.exitCode = run.exitCode
  if (hasFailed) seen.message = `replica 0 ended with exit code ${run.exitCode}`
  // The first replica is the one that fails; the others of its gang are stopped for it.
  seen.replicas = run.nodes.map((node, index) => ({
    ...replica(index, hasFailed && index > 0 ? 'CANCELLED' : seen.phase, node),
    exitCode: hasFailed && index > 0 ? KILLED_BY_TERM : run.exitCode,
    ...(hasFailed && index === 0 ? { reason: 'EXIT_NONZERO' satisfies RunReason } : {}),
  }))
  return seen
}

function replica(index: number, phase: ObservedRun['phase'], node: string): ObservedReplica {
  return { index, phase, node }
}
