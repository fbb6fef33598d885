import { gunzipSync, gzipSync } from 'node:zlib'
import type { ResourceList, RunPhase, RunReason } from '@fairlead/protocol'
import type { ObservedReplica, RunRequest } from '../../driver.ts'
import type { Kind, KubeObject } from '../api/kinds.ts'
import { ANNOTATION, keyOf, LABEL, refOf, runLabels } from '../labels.ts'
import { objectName } from '../render/object-name.ts'
import { RenderRefusal } from '../render/render-context.ts'
import type { Rendered } from '../render/rendered.ts'
import type { Raw } from './raw.ts'

/** What the agent needs of a run at every look. */
export type RunFacts = {
  main: Kind
  kind: string
  replicas: number
  minReplicas: number
  resources: ResourceList
  /** As assigned, one for each replica. */
  nodes: string[]
  /** Objects beside the main one that belong to this run alone, as `Service/name`. */
  objects: string[]
  /** Claims that go with the workload. */
  claims?: string[]
  graceSeconds: number
  keepSeconds: number
  /** Where it answers inside the cluster. */
  address?: string
  /** When its start was put on record. */
  at: number
}

/** An order to end a run, by the control plane or because it cannot go well any more. */
export type EndOrder = {
  phase: Extract<RunPhase, 'FAILED' | 'CANCELLED'>
  reason: RunReason
  message: string
  exitCode?: number
  graceMs: number
  at: number
  /** The control plane asked for it. */
  isOrdered: boolean
}

/** How a run ended. */
export type Outcome = {
  phase: Extract<RunPhase, 'SUCCEEDED' | 'FAILED' | 'CANCELLED'>
  reason: RunReason
  message?: string
  exitCode?: number
  startedAt?: number
  finishedAt?: number
  replicas?: ObservedReplica[]
}

/** What the command told of itself. */
export type Told = { progress?: number; figures?: Record<string, number>; result?: Record<string, unknown> }

export type RunRecord = {
  run: string
  runId: string
  generation: number
  workloadId: string
  name: string
  namespace: string
  facts: RunFacts
  end?: EndOrder
  outcome?: Outcome
  told: Told
}

export type RawRecord = Raw & { data?: Record<string, string>; binaryData?: Record<string, string> }

/** Kubernetes takes a ConfigMap of up to 1 MiB; results and figures need their part of it. */
const REQUEST_BYTES_MAX = 600 * 1024
/** Replicas told one by one in an outcome; of a larger gang, those that failed. */
const REPLICAS_MAX = 200

/**
 * The record of a run is a ConfigMap beside its main object. That it is there means that the run was started, once and for all; it holds everything that
 * the agent would need if it lost its memory.
 */
export function recordOf(request: RunRequest, rendered: Rendered, clusterId: string, at: number): KubeObject {
  const { spec } = request
  const packed = gzipSync(JSON.stringify(request)).toString('base64')
  if (packed.length > REQUEST_BYTES_MAX) {
    throw new RenderRefusal(
      'TOO_LARGE',
      `the run is ${packed.length} bytes when packed, and a record holds ${REQUEST_BYTES_MAX}`,
    )
  }
  const facts: RunFacts = {
    main: rendered.main.kind,
    kind: spec.workload.kind,
    replicas: spec.replicas,
    minReplicas: minReplicasOf(request),
    resources: spec.resources,
    nodes: spec.nodes,
    objects: rendered.companions
      .filter(({ kind }) => kind !== 'PersistentVolumeClaim')
      .map(({ kind, metadata }) => `${kind}/${metadata.name}`),
    ...claimsOf(rendered),
    graceSeconds: spec.stopGraceSeconds,
    keepSeconds: spec.pod?.keepSeconds ?? 300,
    ...addressOf(rendered),
    at,
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: recordName(request),
      namespace: spec.project.namespace,
      labels: { ...runLabels(clusterId, request), [LABEL.record]: 'true' },
      annotations: { [ANNOTATION.facts]: JSON.stringify(facts) },
    },
    binaryData: { request: packed },
  }
}

/** An endpoint that does not grow by itself has all its replicas from the beginning. */
function minReplicasOf({ spec }: RunRequest): number {
  const { minReplicas, targetCpuPercent } = spec.pod?.serving ?? {}
  return minReplicas === undefined || targetCpuPercent === undefined ? spec.replicas : minReplicas
}

export function recordName(request: RunRequest): string {
  return `${objectName(request)}-run`
}

/** Reads a record as the agent keeps it: without the request. */
export function readRecord(raw: RawRecord): RunRecord | undefined {
  const { metadata, data = {} } = raw
  const ref = refOf(metadata.labels)
  const facts = parse(metadata.annotations?.[ANNOTATION.facts]) as RunFacts | undefined
  if (ref === undefined || facts === undefined || metadata.labels?.[LABEL.record] !== 'true') return undefined
  const end = parse(metadata.annotations?.[ANNOTATION.end]) as EndOrder | undefined
  const outcome = parse(metadata.annotations?.[ANNOTATION.outcome]) as Outcome | undefined
  const progress = parse(data.progress) as number | undefined
  const figures = parse(data.figures) as Record<string, number> | undefined
  const result = parse(data.result) as Record<string, unknown> | undefined
  return {
    run: keyOf(ref),
    ...ref,
    workloadId: metadata.labels?.[LABEL.workloadId] ?? '',
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    facts,
    ...(end === undefined ? {} : { end }),
    ...(outcome === undefined ? {} : { outcome }),
    told: {
      ...(progress === undefined ? {} : { progress }),
      ...(figures === undefined ? {} : { figures }),
      ...(result === undefined ? {} : { result }),
    },
  }
}

/** The request that a record was made for. */
export function requestIn(raw: RawRecord): RunRequest | undefined {
  const packed = raw.binaryData?.request
  return packed === undefined
    ? undefined
    : (parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as RunRequest | undefined)
}

export function endPatch(end: EndOrder): object {
  return { metadata: { annotations: { [ANNOTATION.end]: JSON.stringify(end) } } }
}

export function outcomePatch(outcome: Outcome): object {
  return { metadata: { annotations: { [ANNOTATION.outcome]: JSON.stringify(shortened(outcome)) } } }
}

function shortened(outcome: Outcome): Outcome {
  const { replicas = [] } = outcome
  if (replicas.length <= REPLICAS_MAX) return outcome
  const failed = replicas.filter((replica) => replica.phase === 'FAILED')
  return { ...outcome, replicas: failed.slice(0, REPLICAS_MAX) }
}

function claimsOf({ companions }: Rendered): { claims?: string[] } {
  const claims = companions.filter(({ kind, metadata: { labels } }) => {
    return kind === 'PersistentVolumeClaim' && labels?.[LABEL.keep] === 'false'
  })
  return claims.length === 0 ? {} : { claims: claims.map(({ metadata }) => metadata.name) }
}

function addressOf({ main, companions }: Rendered): { address?: string } {
  const service = companions.find(({ kind }) => kind === 'Service')
  const { ports, clusterIP } = (service?.['spec'] ?? {}) as { ports?: { port: number }[]; clusterIP?: string }
  const port = ports?.[0]?.port
  if (service === undefined || clusterIP === 'None' || port === undefined || main.kind === 'Job') return {}
  return { address: `http://${service.metadata.name}.${service.metadata.namespace}:${port}` }
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
