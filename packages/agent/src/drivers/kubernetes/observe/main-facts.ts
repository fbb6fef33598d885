import type { Kind } from '../api/kinds.ts'
import { ANNOTATION, keyOf, refOf } from '../labels.ts'
import { timeOf, type Raw, type RawCondition } from './raw.ts'

export type RawMain = Raw & {
  spec?: { suspend?: boolean; replicas?: number }
  status?: {
    conditions?: RawCondition[]
    startTime?: string
    completionTime?: string
    jobStatus?: string
    url?: string
  }
}

/** What is kept of the object that makes the pods of a run. */
export type MainFacts = {
  run: string
  kind: Kind
  name: string
  namespace: string
  uid: string
  /** It makes no pods now: suspended, or scaled to none. */
  isHeld: boolean
  isGoing: boolean
  digest: string
  createdAt: number
  startedAt?: number
  /** Those that are true. */
  conditions: { type: string; reason: string; message: string; at?: number }[]
  address?: string
}

/** Kinds whose pods stay until they are stopped, and which count replicas instead of being suspended. */
const SCALED: ReadonlySet<Kind> = new Set(['Deployment', 'StatefulSet'])

export function readMain(kind: Kind, raw: RawMain): MainFacts | undefined {
  const { metadata, spec = {}, status = {} } = raw
  const ref = refOf(metadata.labels)
  const digest = metadata.annotations?.[ANNOTATION.digest]
  // What a controller makes inherits the labels of the pods, and is not what the run was started with.
  if (ref === undefined || digest === undefined) return undefined
  const startedAt = timeOf(status.startTime)
  return {
    run: keyOf(ref),
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    uid: metadata.uid,
    isHeld: SCALED.has(kind) ? (spec.replicas ?? 1) === 0 : spec.suspend === true,
    isGoing: metadata.deletionTimestamp !== undefined,
    digest,
    createdAt: timeOf(metadata.creationTimestamp) ?? 0,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(status.url === undefined ? {} : { address: status.url }),
    conditions: (status.conditions ?? [])
      .filter((condition) => condition.status === 'True')
      .map(({ type, reason = '', message = '', lastTransitionTime }) => {
        const at = timeOf(lastTransitionTime)
        return { type, reason, message, ...(at === undefined ? {} : { at }) }
      }),
  }
}

/** The patch that lets it make its pods. An InferenceService cannot be held back; it is made when the run is on record. */
export function releasePatch(kind: Kind, replicas: number): object {
  return SCALED.has(kind) ? { spec: { replicas } } : { spec: { suspend: false } }
}

/** The patch that makes it end its pods and make no others. */
export function holdPatch(kind: Kind): object {
  return SCALED.has(kind) ? { spec: { replicas: 0 } } : { spec: { suspend: true } }
}

export function isService(kind: Kind): boolean {
  return SCALED.has(kind) || kind === 'InferenceService'
}
