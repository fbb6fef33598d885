import type { RunPhase, RunReason } from '@fairlead/protocol'
import { redact } from '../../../logs/redact.ts'
import type { EventFacts } from '../observe/event-facts.ts'
import type { Ended, PodFacts } from '../observe/pod-facts.ts'

/** How a pod failed, in a sentence that a person can act on. */
export type Failure = { reason: RunReason; message: string; exitCode?: number }

export type PodVerdict = {
  phase: RunPhase
  reason?: RunReason
  message?: string
  /** It may still use its node. */
  isAlive: boolean
  failure?: Failure
  /** Something is wrong that may pass: from when on it counts as a failure. */
  hopeless?: Failure & { at: number }
  /** It makes headway, only slowly: a large image may take long. */
  isPulling?: boolean
  startedAt?: number
  finishedAt?: number
  exitCode?: number
}

export type PodSurroundings = {
  now: number
  failAfterMs: number
  kind: string
  events: (about: string) => readonly EventFacts[]
  /** False for a node that is gone or silent; undefined where nodes cannot be seen. */
  isNodeAlive: (name: string) => boolean | undefined
}

/** A node that is told of a deletion has this long beyond the grace before its silence counts. */
export const LOST_SLACK_MS = 10_000

/** What is true of one pod. Pure. */
export function judgePod(pod: PodFacts, around: PodSurroundings): PodVerdict {
  const startedAt = pod.startedAt ?? pod.ended?.startedAt
  const times = {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(pod.ended?.finishedAt === undefined ? {} : { finishedAt: pod.ended.finishedAt }),
  }
  if (pod.phase === 'Succeeded') return { phase: 'SUCCEEDED', isAlive: false, exitCode: 0, ...times }
  if (pod.phase === 'Failed') return failed(pod, failureOf(pod, around), times)
  if (pod.isGone === true) return failed(pod, goneFailure(pod, around), times)
  if (pod.goingAt !== undefined && pod.node !== undefined && around.isNodeAlive(pod.node) === false) {
    const verdict = failed(pod, nodeLost(pod), times)
    // Whether it ended cannot be known, and nobody will say so. Until it should have, it may still be at work.
    return { ...verdict, isAlive: around.now < pod.goingAt + LOST_SLACK_MS }
  }
  if (pod.startedAt !== undefined) return { phase: 'RUNNING', isAlive: true, ...times }
  return { isAlive: true, ...judgePending(pod, around) }
}

function failed(pod: PodFacts, failure: Failure, times: object): PodVerdict {
  return {
    phase: 'FAILED',
    isAlive: false,
    reason: failure.reason,
    message: failure.message,
    failure,
    ...(failure.exitCode === undefined ? {} : { exitCode: failure.exitCode }),
    ...times,
  }
}

function judgePending(pod: PodFacts, around: PodSurroundings): Omit<PodVerdict, 'isAlive'> {
  const events = around.events(`${pod.namespace}/${pod.name}`)
  const since = pod.acceptedAt ?? pod.createdAt
  const waits = (reason: RunReason, message: string): Omit<PodVerdict, 'isAlive'> => ({
    phase: 'STARTING',
    reason,
    message,
  })
  if (pod.node === undefined) {
    const message = pod.unschedulable ?? ''
    if (/persistentvolumeclaim|volume/i.test(message)) return waits('VOLUME_PENDING', message)
    return message === '' ? waits('STARTING', 'waits for a node') : waits('WAITING_NODE', message)
  }
  const { reason = '', message = '' } = pod.waiting ?? {}
  const own = (text: string): string => `${place(pod)}: ${text}`
  if (['ErrImagePull', 'ImagePullBackOff', 'ErrImageNeverPull', 'RegistryUnavailable'].includes(reason)) {
    const secret = events.find((event) => event.reason === 'FailedToRetrieveImagePullSecret')
    const failure: Failure =
      secret === undefined
        ? { reason: 'IMAGE_PULL', message: own(`the image cannot be pulled: ${message}`) }
        : { reason: 'IMAGE_PULL_SECRET_NOT_FOUND', message: own(`${secret.message} ${message}`) }
    return {
      ...waits('IMAGE_PULLING', failure.message),
      hopeless: { ...failure, at: reason === 'ErrImageNeverPull' ? since : since + around.failAfterMs },
    }
  }
  if (['InvalidImageName', 'CreateContainerConfigError', 'RunContainerError'].includes(reason)) {
    const failure: Failure = { reason: 'CONFIG_INVALID', message: own(configSentence(reason, message)) }
    // A Secret that is made a moment after the run that needs it is common enough to wait for.
    const at = reason === 'CreateContainerConfigError' && /not found/.test(message) ? since + around.failAfterMs : since
    return { ...waits('STARTING', failure.message), hopeless: { ...failure, at } }
  }
  if (reason === 'CreateContainerError') {
    const failure: Failure = { reason: 'INTERNAL', message: own(`the container cannot be made: ${message}`) }
    return { ...waits('STARTING', failure.message), hopeless: { ...failure, at: since + around.failAfterMs } }
  }
  const mount = events.find((event) => ['FailedMount', 'FailedAttachVolume'].includes(event.reason))
  if (mount !== undefined) return waits('VOLUME_PENDING', own(mount.message))
  return { ...waits('IMAGE_PULLING', own('the image is being pulled')), isPulling: true }
}

function configSentence(reason: string, message: string): string {
  if (reason === 'InvalidImageName') return `the name of the image is wrong: ${message}`
  if (/runAsNonRoot|non-root/i.test(message)) {
    return `the image runs as root, which this cluster does not allow: set USER to a number in the image (${message})`
  }
  return `the container cannot be set up: ${message}`
}

/** Why a pod that the API calls Failed has failed. */
function failureOf(pod: PodFacts, around: PodSurroundings): Failure {
  const { reason = '', message = '', ended, disruption } = pod
  const own = (text: string): string => `${place(pod)} ${text}`
  const exit = ended === undefined ? {} : { exitCode: ended.exitCode }
  if (reason === 'DeadlineExceeded')
    return { reason: 'TIMEOUT', message: own('ran longer than its time limit'), ...exit }
  if (disruption !== undefined && /TaintManager|PodGC/.test(disruption.reason)) {
    const isLost = pod.node === undefined || around.isNodeAlive(pod.node) !== true
    return isLost ? nodeLost(pod) : { reason: 'EVICTED', message: own(`was sent away: ${disruption.message}`), ...exit }
  }
  if (reason === 'NodeLost') return nodeLost(pod)
  if (
    disruption !== undefined ||
    ['Evicted', 'Preempting', 'Terminated', 'Shutdown', 'NodeShutdown'].includes(reason)
  ) {
    const why = message === '' ? (disruption?.message ?? reason) : message
    return { reason: 'EVICTED', message: own(`was sent away: ${why}`), ...exit }
  }
  if (pod.goingAt !== undefined) return { ...deleted(pod), ...exit }
  if (ended !== undefined) return exitFailure(pod, ended, around)
  if (reason !== '') return { reason: 'EVICTED', message: own(`was refused by its node: ${reason}: ${message}`) }
  return { reason: 'INTERNAL', message: own('failed, and the cluster does not say why') }
}

/** Why a container that ended by itself counts as failed. */
export function exitFailure(pod: PodFacts, ended: Ended, around: Pick<PodSurroundings, 'kind'>): Failure {
  const { exitCode, reason } = ended
  const said = ended.message.trim() === '' ? '' : `: ${redact(ended.message.trim().slice(0, 400))}`
  if (reason === 'OOMKilled') {
    return {
      reason: 'OOM',
      exitCode,
      message: `${place(pod)} used more memory than its limit and was ended${said}`,
    }
  }
  if (['StartError', 'ContainerCannotRun'].includes(reason)) {
    return { reason: 'CONFIG_INVALID', exitCode, message: `${place(pod)} could not begin its command${said}` }
  }
  const told = around.kind === 'evaluation' ? EVALUATION_EXITS[exitCode] : undefined
  return {
    reason: told?.reason ?? 'EXIT_NONZERO',
    exitCode,
    message: `${place(pod)} ended with exit code ${exitCode}${told === undefined ? '' : ` (${told.what})`}${said}`,
  }
}

/** What the exit codes of test engines mean. */
const EVALUATION_EXITS: Record<number, { reason: RunReason; what: string }> = {
  10: { reason: 'CONFIG_INVALID', what: 'its configuration is wrong' },
  11: { reason: 'DATA_NOT_FOUND', what: 'its data cannot be used' },
  12: { reason: 'EXIT_NONZERO', what: 'its model cannot be used' },
}

function goneFailure(pod: PodFacts, around: PodSurroundings): Failure {
  if (pod.disruption !== undefined) return failureOf(pod, around)
  if (pod.ended !== undefined && pod.ended.exitCode !== 0 && pod.goingAt === undefined)
    return exitFailure(pod, pod.ended, around)
  if (pod.node !== undefined && around.isNodeAlive(pod.node) === false) return nodeLost(pod)
  return deleted(pod)
}

function deleted(pod: PodFacts): Failure {
  return {
    reason: 'EVICTED',
    message: `${place(pod)} was deleted, and not by Fairlead: somebody removed the pod, or drained its node`,
  }
}

function nodeLost(pod: PodFacts): Failure {
  return {
    reason: 'NODE_LOST',
    message: `${place(pod)} is lost: its node no longer answers`,
  }
}

function place({ index, node }: PodFacts): string {
  return `replica ${index}${node === undefined ? '' : ` on ${node}`}`
}
