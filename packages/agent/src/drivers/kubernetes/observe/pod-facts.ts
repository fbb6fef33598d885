import { keyOf, refOf } from '../labels.ts'
import { JOB_INDEX } from '../render/render-job.ts'
import { timeOf, type Raw, type RawCondition } from './raw.ts'

type RawState = {
  waiting?: { reason?: string; message?: string }
  running?: { startedAt?: string }
  terminated?: {
    exitCode: number
    signal?: number
    reason?: string
    message?: string
    startedAt?: string
    finishedAt?: string
  }
}
type RawContainerStatus = {
  name: string
  state?: RawState
  lastState?: RawState
  restartCount?: number
  ready?: boolean
}
export type RawPod = Raw & {
  spec?: { nodeName?: string }
  status?: {
    phase?: string
    reason?: string
    message?: string
    startTime?: string
    podIP?: string
    conditions?: RawCondition[]
    containerStatuses?: RawContainerStatus[]
    initContainerStatuses?: RawContainerStatus[]
  }
}

export type Waiting = { reason: string; message: string }
export type Ended = {
  exitCode: number
  reason: string
  message: string
  startedAt?: number
  finishedAt?: number
}

/** What is kept of a pod: some hundred bytes of the ten thousand that it arrives with. Times are milliseconds since 1970. */
export type PodFacts = {
  /** Of the run that it belongs to. */
  run: string
  name: string
  namespace: string
  uid: string
  index: number
  phase: string
  node?: string
  ip?: string
  reason?: string
  message?: string
  createdAt: number
  /** When the node took it. */
  acceptedAt?: number
  /** Asked to end, and by when it should have. */
  goingAt?: number
  /** It is no longer in the API. */
  isGone?: boolean
  isReady: boolean
  /** Why no node takes it. */
  unschedulable?: string
  /** Somebody other than its program ends it. */
  disruption?: Waiting
  container: string
  waiting?: Waiting
  startedAt?: number
  ended?: Ended
  restarts: number
  lastEnd?: Ended
}

/** The container of the run, by the names that the controllers give it; others are helpers. */
const CONTAINERS = ['main', 'node', 'kserve-container']

/** Reads a pod of ours; undefined for one that carries no run. */
export function readPod(raw: RawPod): PodFacts | undefined {
  const { metadata, spec, status = {} } = raw
  const ref = refOf(metadata.labels)
  if (ref === undefined) return undefined
  const statuses = status.containerStatuses ?? []
  const own = statuses.find(({ name }) => CONTAINERS.includes(name)) ?? statuses[0]
  const helper = (status.initContainerStatuses ?? []).find(
    ({ state }) => (state?.terminated?.exitCode ?? 0) !== 0 || isStuck(state?.waiting?.reason),
  )
  const state = helper?.state ?? own?.state
  const conditions = new Map((status.conditions ?? []).map((condition) => [condition.type, condition]))
  const scheduled = conditions.get('PodScheduled')
  const disruption = conditions.get('DisruptionTarget')
  const ended = endedOf(state?.terminated)
  return {
    run: keyOf(ref),
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid,
    index: indexOf(metadata),
    phase: status.phase ?? 'Pending',
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    isReady: own?.ready === true,
    container: own?.name ?? CONTAINERS[0] ?? '',
    restarts: own?.restartCount ?? 0,
    ...defined({
      node: spec?.nodeName,
      ip: status.podIP,
      reason: status.reason,
      message: status.message,
      acceptedAt: timeOf(status.startTime),
      goingAt: timeOf(metadata.deletionTimestamp),
      unschedulable: scheduled?.status === 'False' ? (scheduled.message ?? 'no node takes it') : undefined,
      disruption: disruption?.status === 'True' ? waitingOf(disruption) : undefined,
      waiting: state?.waiting === undefined ? undefined : waitingOf(state.waiting),
      startedAt: timeOf(own?.state?.running?.startedAt) ?? timeOf(own?.state?.terminated?.startedAt),
      ended,
      lastEnd: endedOf(own?.lastState?.terminated),
    }),
  }
}

function indexOf({ labels, annotations }: Raw['metadata']): number {
  const index = Number(labels?.[JOB_INDEX] ?? annotations?.[JOB_INDEX] ?? 0)
  return Number.isSafeInteger(index) && index >= 0 ? index : 0
}

function isStuck(reason: string | undefined): boolean {
  return reason !== undefined && !['PodInitializing', 'ContainerCreating'].includes(reason)
}

function waitingOf({ reason = '', message = '' }: { reason?: string; message?: string }): Waiting {
  return { reason, message }
}

function endedOf(terminated: RawState['terminated']): Ended | undefined {
  if (terminated === undefined) return undefined
  const { exitCode, reason = '', message = '' } = terminated
  return {
    exitCode,
    reason,
    message,
    ...defined({ startedAt: timeOf(terminated.startedAt), finishedAt: timeOf(terminated.finishedAt) }),
  }
}

/** Without the fields that are undefined. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
