import { timeOf, type Raw } from './raw.ts'

export type RawEvent = Raw & {
  reason?: string
  message?: string
  involvedObject?: { kind?: string; name?: string; namespace?: string }
  firstTimestamp?: string
  eventTime?: string
  series?: { lastObservedTime?: string }
}

/** A complaint of the cluster about one object. */
export type EventFacts = {
  /** `namespace/name` of what it is about. A ReplicaSet stands for its Deployment. */
  about: string
  reason: string
  message: string
  firstAt: number
}

const KINDS = new Set(['Pod', 'Job', 'ReplicaSet', 'StatefulSet', 'JobSet', 'TrainJob', 'RayJob', 'InferenceService'])
/** Complaints that say why something does not start. Others repeat what the status says. */
const REASONS = new Set([
  'FailedCreate',
  'FailedMount',
  'FailedAttachVolume',
  'FailedToRetrieveImagePullSecret',
  'FailedBinding',
])
/** Names of our objects end in a hash and a number, and what their controllers add. */
const OURS = /-[0-9a-f]{8}-\d+(-|$)/
const MESSAGE_CHARS_MAX = 1_024

export function readEvent(raw: RawEvent): EventFacts | undefined {
  const { involvedObject: about = {}, reason = '', message = '' } = raw
  const { kind = '', name = '', namespace = '' } = about
  if (!KINDS.has(kind) || !REASONS.has(reason) || !OURS.test(name)) return undefined
  const owner = kind === 'ReplicaSet' ? name.replace(/-[a-z0-9]+$/, '') : name
  return {
    about: `${namespace}/${owner}`,
    reason,
    message: message.slice(0, MESSAGE_CHARS_MAX),
    firstAt: timeOf(raw.firstTimestamp ?? raw.eventTime ?? raw.metadata.creationTimestamp) ?? 0,
  }
}
