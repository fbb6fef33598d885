import { FRAME_BYTES_MAX } from '@fairlead/protocol'
import type { Context } from '../../app/context.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError } from '../../lib/app-error.ts'
import { newId } from '../../lib/ids.ts'
import { findProject, type ProjectRow } from '../../projects/find-project.ts'
import { findWorkload } from '../find-workload.ts'
import type { SubmitWorkload } from '../schemas.ts'
import type { StoredSpec } from '../stored-spec.ts'
import { checkWithEngine } from './check-with-engine.ts'
import { classKey } from './class-key.ts'
import { upsertOf } from '../upsert-of.ts'
import { objectionsOf, readClusterFacts } from '../warn-of-clusters.ts'
import { once } from './once.ts'
import { requestSha256 } from './request-sha256.ts'
import { resolveSpec, type Places } from './resolve-spec.ts'

/** A cluster may learn a kind meanwhile: then it is tried again, and may decline by itself. */
export const AVOID_MS = 3_600_000

/** Half a frame of the protocol: a spec that no frame can carry would end its agent's session each time. */
const SPEC_BYTES_MAX = FRAME_BYTES_MAX / 2

/** A workload that is ready to be written. */
export interface Prepared {
  project: ProjectRow
  spec: StoredSpec
  row: {
    id: string
    organizationId: string
    projectId: string
    nodePoolId: string
    name: string
    kind: string
    labels: Record<string, string>
    priority: number
    preemptible: boolean
    replicas: number
    requests: Record<string, number>
    avoid: { clusterId: string; until: string }[]
    classKey: string
    createdBy: string
    createdByName: string
    idempotencyKey: string
    requestSha256: string
  }
  /** The workload that it was made from. */
  clonedFrom: { id: string; name: string } | undefined
  /** The name was chosen by the caller, and must be free. */
  isNamed: boolean
  /** What stands against it, and does not stop it: things may change while it waits. */
  warnings: string[]
}

/** What several submissions of one request look up: each once. */
export interface Lookups extends Places {
  projects: Map<string, Promise<ProjectRow>>
  clusterFacts: Map<string, ReturnType<typeof readClusterFacts>>
}

export function newLookups(): Lookups {
  return {
    projects: new Map(),
    clusterFacts: new Map(),
    nodePools: new Map(),
    clusters: new Map(),
    sizes: new Map(),
    templates: new Map(),
    connections: new Map(),
  }
}

/** Checks one submission against the world: the project and the caller's right there, pool, clusters, amounts. Writes nothing. */
export async function prepareWorkload(
  ctx: Context,
  q: DrizzleTx,
  input: SubmitWorkload,
  known: Lookups,
): Promise<Prepared> {
  const project = await once(known.projects, input.project, () => findProject(ctx, q, input.project, 'workload:submit'))
  if (project.archivedAt !== null) {
    throw new AppError('CONFLICT', `the project "${project.name}" is archived and takes no work`)
  }
  const origin = input.clonedFrom === undefined ? undefined : await findWorkload(ctx, q, { workload: input.clonedFrom })
  const { kind, spec, nodePool, pools, priority, preemptible } = await resolveSpec(q, input, project, known)
  refuseLargeSpec(spec)
  const { clusterIds } = spec.placement
  const facts = await once(known.clusterFacts, clusterIds.join(), () => readClusterFacts(q, clusterIds))
  const { warnings, avoid } = objectionsOf(facts, { kind, namespace: project.namespace, spec })
  const until = new Date(ctx.app.clock.now() + AVOID_MS).toISOString()
  const id = newId()
  const row: Prepared['row'] = {
    id,
    organizationId: ctx.organizationId,
    projectId: project.id,
    nodePoolId: nodePool.id,
    name: input.name ?? `${kind}-${id.slice(-8)}`,
    kind,
    labels: input.labels,
    priority,
    preemptible,
    replicas: spec.replicas,
    requests: spec.resources,
    avoid: avoid.map((clusterId) => ({ clusterId, until })),
    classKey: classKey({ projectId: project.id, userId: ctx.actor.id, priority, preemptible, spec }),
    createdBy: ctx.actor.id,
    createdByName: ctx.actor.name,
    idempotencyKey: input.idempotencyKey ?? newId(),
    requestSha256: requestSha256(input),
  }
  const weak = await checkWithEngine(q, upsertOf({ row, spec, project }, ctx.app.clock.now()), pools)
  const clonedFrom = origin && { id: origin.id, name: origin.name }
  return { project, spec, clonedFrom, isNamed: input.name !== undefined, warnings: [...warnings, ...weak], row }
}

/** Throws VALIDATION for what no agent could be sent. */
export function refuseLargeSpec(spec: StoredSpec): void {
  const bytes = Buffer.byteLength(JSON.stringify(spec))
  if (bytes <= SPEC_BYTES_MAX) return
  const [size, most] = [bytes, SPEC_BYTES_MAX].map((value) => `${Math.ceil(value / 1024)} KiB`)
  throw new AppError('VALIDATION', `its spec is ${size}, and ${most} is the most that an agent is sent`, {
    hint: 'put large inputs into the image, a volume or a connection',
    issues: [{ path: 'spec', message: `more than ${most}` }],
  })
}
