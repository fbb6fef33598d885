import type { Connection } from '@fairlead/protocol'
import { findCluster, type ClusterRow } from '../../clusters/find-cluster.ts'
import { resolveConnections, type ConnectionUse } from '../../connections/resolve-connections.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError } from '../../lib/app-error.ts'
import { findNodePool, type NodePoolRow } from '../../node-pools/find-node-pool.ts'
import { findSize } from '../../sizes/find-size.ts'
import type { Size } from '../../sizes/schemas.ts'
import { findTemplate } from '../../templates/find-template.ts'
import type { ParsedTemplate } from '../../templates/parse-template.ts'
import { KIND_DEFAULTS } from '../kinds.ts'
import {
  NON_PREEMPTIBLE_FROM,
  PRIORITIES,
  type SubmitWorkload,
  type WorkloadKind,
  type WorkloadSpec,
} from '../schemas.ts'
import type { StoredSpec } from '../stored-spec.ts'
import { applyTemplate } from './apply-template.ts'
import { checkKind } from './check-kind.ts'
import { once } from './once.ts'
import { renderPod } from './render-pod.ts'
import { resolveAmounts } from './resolve-amounts.ts'

const STOP_GRACE_SECONDS = 30

export interface Resolved {
  kind: WorkloadKind
  spec: StoredSpec
  nodePool: NodePoolRow
  /** That one, and those to try after it. */
  pools: NodePoolRow[]
  priority: number
  preemptible: boolean
}

/** What was looked up before, by the name or id that was given. */
export interface Places {
  nodePools: Map<string, Promise<NodePoolRow>>
  clusters: Map<string, Promise<ClusterRow>>
  sizes: Map<string, Promise<Size>>
  templates: Map<string, Promise<ParsedTemplate>>
  connections: Map<string, Promise<Connection[]>>
}

/** Applies the template and defaults, turns names into ids and pods, and amounts into base units. */
export async function resolveSpec(
  q: DrizzleTx,
  input: SubmitWorkload,
  project: { id: string; name: string },
  known: Places,
): Promise<Resolved> {
  const { kind, spec } = await begin(q, input, known)
  checkKind(kind, spec)
  const size =
    spec.size === undefined ? undefined : await once(known.sizes, spec.size, () => findSize(q, spec.size ?? ''))
  const ownLimits = input.spec.limits
  const { requests, limits } = resolveAmounts(spec, size, ownLimits)
  const uses = usesOf(spec)
  const connections = await once(known.connections, `${project.id} ${JSON.stringify(uses)}`, () =>
    resolveConnections(q, project, uses),
  )
  const { placement } = spec
  const { nodePool: _nodePool, clusters: _clusters, fallbackPools = [], ...rules } = placement
  const nodePool = await once(known.nodePools, placement.nodePool ?? '', () => findNodePool(q, placement.nodePool))
  const fallbacks: NodePoolRow[] = []
  for (const ref of fallbackPools) fallbacks.push(await once(known.nodePools, ref, () => findNodePool(q, ref)))
  const pools = [nodePool, ...fallbacks]
  refuseRepeatedPools(pools)
  const clusters: ClusterRow[] = []
  for (const ref of placement.clusters) clusters.push(await once(known.clusters, ref, () => findCluster(q, ref)))
  const pod = renderPod(kind, spec, { limits, ownLimits, connections })

  const { priority, preemptible, timeout, template, image, workingDir } = spec
  const rank = typeof priority === 'string' ? PRIORITIES[priority] : (priority ?? KIND_DEFAULTS[kind].priority)
  return {
    kind,
    nodePool,
    pools,
    priority: rank,
    preemptible: preemptible ?? rank < NON_PREEMPTIBLE_FROM,
    spec: {
      ...given({ template, size: spec.size, image, workingDir, priority, preemptible }),
      command: spec.command,
      args: spec.args,
      env: spec.env,
      annotations: spec.annotations,
      labels: input.labels,
      resources: requests,
      replicas: spec.replicas ?? 1,
      ...(spec.replicasMin === undefined ? {} : { replicasMin: spec.replicasMin }),
      timeout: timeout === undefined ? KIND_DEFAULTS[kind].timeoutSeconds : timeout,
      stopGrace: spec.stopGrace ?? STOP_GRACE_SECONDS,
      retry: spec.retry ?? { max: 0, on: ['EXIT_NONZERO'] },
      placement: {
        nodePoolId: nodePool.id,
        ...(fallbacks.length > 0 ? { fallbackPoolIds: fallbacks.map((pool) => pool.id) } : {}),
        clusterIds: clusters.map((cluster) => cluster.id),
        ...rules,
      },
      ...(pod ? { pod } : {}),
    },
  }
}

async function begin(
  q: DrizzleTx,
  { kind, spec }: SubmitWorkload,
  known: Places,
): Promise<{ kind: WorkloadKind; spec: WorkloadSpec }> {
  const { template: name } = spec
  if (name === undefined) return { kind: kind ?? 'job', spec }
  const template = await once(known.templates, name, () => findTemplate(q, name))
  if (kind !== undefined && kind !== template.kind) {
    throw new AppError('VALIDATION', `the template "${name}" makes ${KIND_DEFAULTS[template.kind].about}`, {
      hint: 'leave the kind out, or choose another template',
      issues: [{ path: 'kind', message: `${template.kind}, or absent` }],
    })
  }
  return { kind: template.kind, spec: applyTemplate(spec, template.spec) }
}

/** Throws VALIDATION where a pool is named a second time; the first is `nodePool`. */
export function refuseRepeatedPools(pools: readonly NodePoolRow[]): void {
  const at = pools.findIndex(({ id }, index) => pools.slice(0, index).some((before) => before.id === id))
  if (at === -1) return
  const message = `the node pool "${pools[at]?.name}" is named twice`
  throw new AppError('VALIDATION', message, {
    hint: 'name each pool once, the one to be tried first as nodePool',
    issues: [{ path: `spec.placement.fallbackPools.${at - 1}`, message }],
  })
}

/** The context of a build is a connection too, whether or not it is listed. */
function usesOf({ connections = [], build }: WorkloadSpec): ConnectionUse[] {
  const listed = connections.map((use, index): ConnectionUse => {
    const path = `spec.connections.${index}`
    return typeof use === 'string' ? { name: use, path } : { ...use, path }
  })
  if (build?.context === undefined) return listed
  return [...listed, { name: build.context, path: 'spec.build.context', type: 'git' }]
}

function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
