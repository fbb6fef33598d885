import { constants } from 'node:os'
import type { RunPhase, RunReason } from '@fairlead/protocol'
import type { ObservedReplica, StopOrder } from '../driver.ts'
import type { ReplicaEnd } from './local-replica.ts'

/** What is known of one replica when a run is judged. */
export type ReplicaFacts = { index: number; isClaimed: boolean; end: ReplicaEnd | undefined }

export type Judgement = {
  phase: RunPhase
  reason?: RunReason
  message?: string
  exitCode?: number
  replicas: ObservedReplica[]
}

const SIGNAL_BASE = 128
const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name.slice(3)]))

/**
 * What a run is, from what its replicas are. Pure. A gang is one thing: it runs when all its replicas do, has succeeded when all have, and
 * has failed with the first that failed.
 * @param stop The order to end, if there is one.
 */
export function judgeRun(replicas: ReplicaFacts[], node: string, stop: StopOrder | undefined): Judgement {
  const failed = firstFailure(replicas)
  const seen = replicas.map((replica) =>
    observeReplica(replica, node, stop !== undefined || failed !== undefined, failed),
  )
  const isOver = replicas.every((replica) => replica.end !== undefined)
  if (!isOver) return { ...judgeLiving(replicas, stop, failed), replicas: seen }
  if (stop !== undefined) {
    const exitCode = replicas.map((replica) => exitCodeOf(replica.end)).find((code) => code !== undefined)
    return {
      phase: stop.reason === 'TIMEOUT' ? 'FAILED' : 'CANCELLED',
      reason: stop.reason,
      message: stop.message,
      ...(exitCode === undefined ? {} : { exitCode }),
      replicas: seen,
    }
  }
  if (failed?.end === undefined) return { phase: 'SUCCEEDED', reason: 'COMPLETED', exitCode: 0, replicas: seen }
  const exitCode = exitCodeOf(failed.end)
  return {
    phase: 'FAILED',
    reason: reasonOf(failed.end),
    message: `replica ${failed.index} ${wordsOf(failed.end)}`,
    ...(exitCode === undefined ? {} : { exitCode }),
    replicas: seen,
  }
}

/** The replica with which a gang fails: the earliest bad end that is known. */
export function firstFailure(replicas: ReplicaFacts[]): ReplicaFacts | undefined {
  const bad = replicas.filter(({ end }) => end !== undefined && end.how !== 'never' && exitCodeOf(end) !== 0)
  return bad.toSorted((a, b) => timeOf(a.end) - timeOf(b.end))[0]
}

function judgeLiving(
  replicas: ReplicaFacts[],
  stop: StopOrder | undefined,
  failed: ReplicaFacts | undefined,
): Omit<Judgement, 'replicas'> {
  if (stop !== undefined) return { phase: 'CANCELLING', reason: 'STOPPING', message: stop.message }
  if (failed?.end !== undefined) {
    const message = `replica ${failed.index} ${wordsOf(failed.end)}; the others are being stopped`
    return { phase: 'CANCELLING', reason: 'STOPPING', message }
  }
  const missing = replicas.filter((replica) => !replica.isClaimed).length
  if (missing === 0) return { phase: 'RUNNING' }
  return { phase: 'STARTING', reason: missing === replicas.length ? 'STARTING' : 'GANG_INCOMPLETE' }
}

function observeReplica(
  { index, isClaimed, end }: ReplicaFacts,
  node: string,
  isStopping: boolean,
  failed: ReplicaFacts | undefined,
): ObservedReplica {
  if (end === undefined) {
    return { index, node, phase: isStopping ? 'CANCELLING' : isClaimed ? 'RUNNING' : 'STARTING' }
  }
  const exitCode = exitCodeOf(end)
  const code = exitCode === undefined ? {} : { exitCode }
  if (exitCode === 0) return { index, node, phase: 'SUCCEEDED', ...code }
  if (failed !== undefined ? failed.index !== index : isStopping) return { index, node, phase: 'CANCELLED', ...code }
  return { index, node, phase: 'FAILED', reason: reasonOf(end), message: wordsOf(end), ...code }
}

function exitCodeOf(end: ReplicaEnd | undefined): number | undefined {
  if (end?.how === 'exited') return end.code
  return end?.how === 'killed' ? SIGNAL_BASE + constants.signals.SIGKILL : undefined
}

function reasonOf(end: ReplicaEnd): RunReason {
  switch (end.how) {
    case 'exited':
      return end.code === 0 ? 'COMPLETED' : 'EXIT_NONZERO'
    case 'unstartable':
      return 'CONFIG_INVALID'
    case 'lost':
      return 'NODE_LOST'
    case 'killed':
    case 'never':
      return 'INTERNAL'
  }
}

function wordsOf(end: ReplicaEnd): string {
  switch (end.how) {
    case 'exited': {
      const signal = SIGNALS.get(end.code - SIGNAL_BASE)
      if (signal !== undefined) return `ended with exit code ${end.code} (signal ${signal})`
      const hint = { 126: ' (the command cannot be executed)', 127: ' (the command was not found)' }[end.code] ?? ''
      return `ended with exit code ${end.code}${hint}`
    }
    case 'killed':
      return 'was killed from outside, together with the shell that waits for it'
    case 'never':
      return 'was never started'
    case 'unstartable':
      return `could not be started: ${end.problem}`
    case 'lost':
      return 'was lost when the host restarted'
  }
}

/** Ends that nobody timed come first: they were there before anybody looked. */
function timeOf(end: ReplicaEnd | undefined): number {
  return end?.how === 'exited' ? (end.uptimeMs ?? 0) : 0
}
