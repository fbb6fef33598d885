import type { ObservedReplica, ObservedRun } from '../../driver.ts'
import type { MainFacts } from '../observe/main-facts.ts'
import { isService } from '../observe/main-facts.ts'
import type { PodFacts } from '../observe/pod-facts.ts'
import type { EndOrder, Outcome, RunRecord } from '../observe/run-record.ts'
import { createFailure, mainFailure } from './judge-main.ts'
import { judgePod, type Failure, type PodVerdict } from './judge-pod.ts'
import { judgeService } from './judge-service.ts'
import {
  base,
  observed,
  observedReplica,
  type RunJudgement,
  type RunState,
  type RunSurroundings,
} from './run-judgement.ts'

type Replica = { index: number; pod: PodFacts | undefined; verdict: PodVerdict }

/** What is true of a run, and what has to be done about it. Pure. */
export function judgeRun(state: RunState, around: RunSurroundings): RunJudgement {
  const { record, main } = state
  if (record.outcome !== undefined) return { run: observed(record, record.outcome) }
  if (main !== undefined && isService(main.kind)) return judgeService(state, around)
  const replicas = replicasOf(state, around)
  if (record.end !== undefined) return judgeEnding(state, record.end, replicas)
  if (replicas.every(({ verdict }) => verdict.phase === 'SUCCEEDED') || hasCondition(main, 'Complete')) {
    return over(record, success(replicas, main))
  }
  const failure = firstFailure(replicas) ?? mainFailure(main)
  if (failure !== undefined) {
    const outcome: Outcome = { phase: 'FAILED', ...failure, ...timesOf(replicas), replicas: ended(replicas) }
    if (replicas.every(({ verdict }) => !verdict.isAlive)) return over(record, outcome)
    return { run: running(state, replicas, around).run, end: { phase: 'FAILED', ...failure } }
  }
  if (main === undefined) return { run: running(state, replicas, around).run, isMainMissing: true }
  return running(state, replicas, around)
}

/** A run on its way, and from when on it would have to be given up. */
function running(state: RunState, replicas: Replica[], around: RunSurroundings): RunJudgement {
  const { record, main } = state
  const isWhole = replicas.every(({ verdict }) => ['RUNNING', 'SUCCEEDED'].includes(verdict.phase))
  const startedAt = latest(replicas.map(({ verdict }) => verdict.startedAt))
  const told = replicas.map(({ index, pod, verdict }) => observedReplica(index, pod, verdict))
  if (isWhole || state.hasRun) {
    const run: ObservedRun = { ...base(record), phase: 'RUNNING', replicas: told }
    if (startedAt !== undefined) run.startedAt = startedAt
    return { run }
  }
  const waiting = replicas.filter(({ verdict }) => !['RUNNING', 'SUCCEEDED'].includes(verdict.phase))
  const [first] = waiting
  const denied = main === undefined ? undefined : createFailure(main, around)
  const isGangPart = waiting.length < replicas.length
  const why = denied?.message ?? first?.verdict.message ?? 'its pods are being made'
  const run: ObservedRun = {
    ...base(record),
    phase: 'STARTING',
    reason: isGangPart ? 'GANG_INCOMPLETE' : (first?.verdict.reason ?? 'STARTING'),
    message: isGangPart ? `${replicas.length - waiting.length} of ${replicas.length} replicas run; ${why}` : why,
    replicas: told,
  }
  const beganAt = Math.max(record.facts.at, main?.startedAt ?? 0)
  const hopeless = [
    ...waiting.flatMap(({ verdict }) => verdict.hopeless ?? []),
    ...(denied === undefined ? [] : [denied]),
    ...(main?.isHeld === true || waiting.every(({ verdict }) => verdict.isPulling === true)
      ? []
      : [startFailure(run, beganAt + around.startDeadlineMs, around.startDeadlineMs)]),
  ].toSorted((a, b) => a.at - b.at)
  const [next] = hopeless
  if (next === undefined) return { run }
  if (next.at > around.now) return { run, wakeAt: next.at }
  const { at: _at, ...failure } = next
  return { run, end: { phase: 'FAILED', ...failure } }
}

function startFailure(run: ObservedRun, at: number, deadlineMs: number): Failure & { at: number } {
  const minutes = Math.round(deadlineMs / 60_000)
  const within = minutes > 0 ? `${minutes} min` : `${deadlineMs / 1000} s`
  const reason = run.reason === 'STARTING' || run.reason === undefined ? 'WAITING_NODE' : run.reason
  return { at, reason, message: `not all replicas were running within ${within}: ${run.message ?? ''}` }
}

/** A run that is to end has ended when none of its pods can still use a node. */
function judgeEnding(state: RunState, end: EndOrder, replicas: Replica[]): RunJudgement {
  const { record, main } = state
  // A command that was asked to end and did so well was not done all the same.
  const wasDone = replicas.every(({ pod, verdict }) => verdict.phase === 'SUCCEEDED' && pod?.goingAt === undefined)
  if (wasDone) return over(record, success(replicas, main))
  // A pod that was made while the order was on its way is not among the replicas that it was meant for, and counts all the same.
  const isOver =
    replicas.every(({ verdict }) => !verdict.isAlive) && (main === undefined || main.isHeld || isFinal(main))
  const { phase, reason, message, exitCode } = end
  const outcome: Outcome = {
    phase,
    reason,
    message,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...timesOf(replicas),
    replicas: ended(replicas, end),
  }
  if (isOver) return over(record, outcome)
  const times = timesOf(replicas)
  return {
    run: {
      ...base(record),
      phase: 'CANCELLING',
      reason: 'STOPPING',
      message,
      ...(times.startedAt === undefined ? {} : { startedAt: times.startedAt }),
      replicas: replicas.map(({ index, pod, verdict }) => observedReplica(index, pod, verdict)),
    },
  }
}

function replicasOf({ record, pods, main }: RunState, around: RunSurroundings): Replica[] {
  const byIndex = new Map<number, PodFacts>()
  for (const pod of pods) {
    const known = byIndex.get(pod.index)
    if (known === undefined || rank(pod) >= rank(known)) byIndex.set(pod.index, pod)
  }
  const isStarted = main?.startedAt !== undefined
  return Array.from({ length: record.facts.replicas }, (_, index) => {
    const pod = byIndex.get(index)
    const verdict: PodVerdict =
      pod === undefined
        ? { phase: 'STARTING', reason: 'STARTING', isAlive: false, message: isStarted ? 'its pod is being made' : '' }
        : judgePod(pod, around)
    return { index, pod, verdict }
  })
}

/** Of several pods for one replica the one that says most of it. */
function rank(pod: PodFacts): number {
  if (pod.phase === 'Succeeded') return 3
  return pod.isGone === true ? 0 : pod.phase === 'Failed' ? 1 : 2
}

/** Why the run failed: the replica that failed by itself and first. What was deleted may have been deleted for it. */
function firstFailure(replicas: Replica[]): Failure | undefined {
  const wasDeleted = ({ pod, verdict }: Replica): number =>
    Number(verdict.reason === 'EVICTED' && (pod?.goingAt !== undefined || pod?.isGone === true))
  return replicas
    .filter(({ verdict }) => verdict.failure !== undefined)
    .toSorted(
      (a, b) =>
        wasDeleted(a) - wasDeleted(b) ||
        (a.verdict.finishedAt ?? Infinity) - (b.verdict.finishedAt ?? Infinity) ||
        a.index - b.index,
    )[0]?.verdict.failure
}

function success(replicas: Replica[], main: MainFacts | undefined): Outcome {
  const times = timesOf(replicas)
  const finishedAt = times.finishedAt ?? main?.conditions.find(({ type }) => type === 'Complete')?.at
  return {
    phase: 'SUCCEEDED',
    reason: 'COMPLETED',
    exitCode: 0,
    ...times,
    ...(finishedAt === undefined ? {} : { finishedAt }),
    replicas: replicas.map(({ index, pod, verdict }) => ({
      ...observedReplica(index, pod, verdict),
      phase: 'SUCCEEDED',
      exitCode: 0,
    })),
  }
}

/** The replicas of a run that ended as a whole: those that did not fail by themselves were ended for it. */
function ended(replicas: Replica[], end?: EndOrder): ObservedReplica[] {
  return replicas.map((replica) => {
    const { index, pod, verdict } = replica
    const { reason: _reason, message: _message, ...seen } = observedReplica(index, pod, verdict)
    if (verdict.phase === 'SUCCEEDED' && (end === undefined || pod?.goingAt === undefined)) return seen
    const hasFailed = verdict.failure !== undefined && !wasEnded(replica, end)
    if (!hasFailed) return { ...seen, phase: 'CANCELLED' }
    return {
      ...seen,
      phase: 'FAILED',
      reason: verdict.failure?.reason,
      message: verdict.failure?.message.slice(0, 400),
    }
  }) as ObservedReplica[]
}

/** True for a pod that ended because it was asked to. */
function wasEnded({ pod, verdict }: Replica, end: EndOrder | undefined): boolean {
  if (verdict.reason === 'NODE_LOST' && end?.isOrdered !== true) return false
  return pod?.isGone === true || pod?.goingAt !== undefined || (end?.isOrdered === true && pod?.ended === undefined)
}

function over(record: RunRecord, outcome: Outcome): RunJudgement {
  return { run: observed(record, outcome), outcome }
}

function timesOf(replicas: Replica[]): { startedAt?: number; finishedAt?: number } {
  const startedAt = latest(replicas.map(({ verdict }) => verdict.startedAt))
  const finishedAt = latest(replicas.map(({ verdict }) => verdict.finishedAt))
  return {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt: Math.max(finishedAt, startedAt ?? 0) }),
  }
}

function latest(times: (number | undefined)[]): number | undefined {
  const known = times.filter((time): time is number => time !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

function hasCondition(main: MainFacts | undefined, type: string): boolean {
  return main?.conditions.some((condition) => condition.type === type) === true
}

function isFinal(main: MainFacts): boolean {
  return hasCondition(main, 'Failed') || hasCondition(main, 'Complete')
}
