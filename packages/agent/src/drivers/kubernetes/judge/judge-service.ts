import type { ObservedRun } from '../../driver.ts'
import type { PodFacts } from '../observe/pod-facts.ts'
import type { EndOrder, Outcome } from '../observe/run-record.ts'
import { createFailure } from './judge-main.ts'
import { exitFailure, judgePod, type Failure } from './judge-pod.ts'
import {
  base,
  observed,
  observedReplica,
  type RunJudgement,
  type RunState,
  type RunSurroundings,
} from './run-judgement.ts'

/** Containers that came back this often and never got ready will not. */
const RESTARTS_MAX = 5

/** What is true of a run that serves until it is stopped: pods come and go, and it runs while enough of them are ready. */
export function judgeService(state: RunState, around: RunSurroundings): RunJudgement {
  const { record, main } = state
  const present = state.pods
    .filter((pod) => pod.isGone !== true)
    .toSorted((a, b) => a.createdAt - b.createdAt || a.name.localeCompare(b.name))
  const pods = present.map((pod, index) => ({ pod: { ...pod, index }, verdict: judgePod({ ...pod, index }, around) }))
  if (record.end !== undefined)
    return judgeEnding(
      state,
      record.end,
      pods.some(({ verdict }) => verdict.isAlive),
    )
  const ready = pods.filter(({ pod }) => pod.isReady)
  const startedAt = Math.min(...ready.map(({ pod }) => pod.startedAt ?? Infinity))
  const run: ObservedRun = {
    ...base(record),
    ...(main?.address === undefined ? {} : { address: main.address }),
    phase: ready.length >= record.facts.minReplicas || state.hasRun ? 'RUNNING' : 'STARTING',
    replicas: pods.map(({ pod, verdict }, index) => ({
      ...observedReplica(index, pod, verdict),
      ...(pod.isReady ? {} : { phase: 'STARTING' as const }),
    })),
    ...(Number.isFinite(startedAt) ? { startedAt } : {}),
  }
  if (ready.length >= record.facts.minReplicas) return { run }
  const denied = main === undefined ? undefined : createFailure(main, around)
  const waiting = pods.find(({ pod }) => !pod.isReady)
  const loop = pods.flatMap(({ pod }) => loopFailure(pod, around) ?? [])
  const why = denied?.message ?? loop[0]?.message ?? waiting?.verdict.message ?? 'its pods are being made'
  run.message = `${ready.length} of ${record.facts.minReplicas} replicas are ready; ${why}`
  if (run.phase === 'STARTING') run.reason = waiting?.verdict.reason ?? 'STARTING'
  if (state.hasRun || main === undefined || main.isHeld)
    return { run, ...(main === undefined ? { isMainMissing: true } : {}) }
  const beganAt = record.facts.at
  const hopeless = [
    ...pods.flatMap(({ verdict }) => verdict.hopeless ?? []),
    ...(denied === undefined ? [] : [denied]),
    ...loop.map((failure) => ({ ...failure, at: around.now })),
    ...(waiting?.verdict.isPulling === true
      ? []
      : [
          {
            at: beganAt + around.startDeadlineMs,
            reason: waiting?.verdict.reason ?? ('WAITING_NODE' as const),
            message: `not ready in time: ${run.message}`,
          },
        ]),
  ].toSorted((a, b) => a.at - b.at)
  const [next] = hopeless
  if (next === undefined) return { run }
  if (next.at > around.now) return { run, wakeAt: next.at }
  const { at: _at, ...failure } = next
  return { run, end: { phase: 'FAILED', ...failure } }
}

function judgeEnding({ record, main }: RunState, end: EndOrder, isAlive: boolean): RunJudgement {
  const { phase, reason, message, exitCode } = end
  if (!isAlive && (main === undefined || main.isHeld || main.isGoing)) {
    const outcome: Outcome = { phase, reason, message, ...(exitCode === undefined ? {} : { exitCode }) }
    return { run: observed(record, outcome), outcome }
  }
  return { run: { ...base(record), phase: 'CANCELLING', reason: 'STOPPING', message } }
}

function loopFailure(pod: PodFacts, around: RunSurroundings): Failure | undefined {
  if (pod.restarts < RESTARTS_MAX || pod.lastEnd === undefined) return undefined
  const failure = exitFailure(pod, pod.lastEnd, around)
  return { ...failure, message: `${failure.message}, ${pod.restarts} times` }
}
