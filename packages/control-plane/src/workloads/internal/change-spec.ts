import { findCluster } from '../../clusters/find-cluster.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError, type Issue } from '../../lib/app-error.ts'
import { findNodePool, type NodePoolRow } from '../../node-pools/find-node-pool.ts'
import { findSize } from '../../sizes/find-size.ts'
import { KIND_DEFAULTS } from '../kinds.ts'
import { NON_PREEMPTIBLE_FROM, PRIORITIES, type ChangeWorkload, type WorkloadKind } from '../schemas.ts'
import type { StoredSpec } from '../stored-spec.ts'
import { checkDevices } from './resolve-amounts.ts'
import { refuseRepeatedPools } from './resolve-spec.ts'

type SpecChange = ChangeWorkload['spec']

/** What a change may touch, as it is kept. */
export interface Changeable {
  spec: StoredSpec
  labels: Record<string, string>
  priority: number
  preemptible: boolean
}

/** A workload as it would be after a change: names are looked up, amounts joined, pods made to fit. Throws VALIDATION that names the fields. */
export async function changeSpec(
  q: DrizzleTx,
  kind: WorkloadKind,
  before: Changeable,
  { labels = before.labels, spec: change }: Pick<ChangeWorkload, 'labels' | 'spec'>,
): Promise<Changeable> {
  const { priority: named } = change
  const priority = named === undefined ? before.priority : typeof named === 'string' ? PRIORITIES[named] : named
  const preemptible = change.preemptible ?? before.preemptible
  const isSaid = change.preemptible !== undefined || preemptible !== priority < NON_PREEMPTIBLE_FROM
  const amounts = await changeAmounts(q, before.spec, change)
  const placement = await changePlacement(q, before.spec.placement, change.placement)
  const replicas = change.replicas ?? before.spec.replicas
  const { replicasMin: fewest, ...kept } = before.spec
  const replicasMin = change.replicasMin === undefined ? fewest : (change.replicasMin ?? undefined)
  const spec: StoredSpec = {
    ...kept,
    ...amounts,
    ...(change.size === undefined ? {} : { size: change.size }),
    ...(named === undefined ? {} : { priority: named }),
    ...(isSaid ? { preemptible } : {}),
    ...(change.timeout === undefined ? {} : { timeout: change.timeout }),
    labels,
    replicas,
    ...(replicasMin === undefined ? {} : { replicasMin }),
    placement,
  }
  if (amounts.pod) spec.pod = podFor(amounts.pod, before.spec.replicas, spec)
  checkReplicas(kind, spec, change)
  return { spec, labels, priority, preemptible }
}

async function changeAmounts(
  q: DrizzleTx,
  { resources: before, pod }: StoredSpec,
  { size: name, resources }: SpecChange,
): Promise<Pick<StoredSpec, 'resources' | 'pod'>> {
  const size = name === undefined ? undefined : await findSize(q, name)
  const { extended, ...named } = resources
  const given = Object.entries({ ...size?.requests, ...named, ...extended }).filter(
    ([, amount]) => amount !== undefined,
  )
  const joined = { ...before, ...(Object.fromEntries(given) as Record<string, number>) }
  // None of something is asked for by not naming it. Cores and memory may be zero.
  const asked = Object.entries(joined).filter(([resource, amount]) => amount > 0 || isBasic(resource))
  const requests = Object.fromEntries(asked)
  checkDevices(requests['gpu'] ?? 0)
  if (!pod) return { resources: requests }
  const limits = Object.entries({ ...pod.limits, ...size?.limits }).map(([resource, limit]): [string, number] => [
    resource,
    Math.max(limit, requests[resource] ?? 0),
  ])
  return { resources: requests, pod: { ...pod, limits: Object.fromEntries(limits) } }
}

function isBasic(resource: string): boolean {
  return resource === 'cpu' || resource === 'memory'
}

async function changePlacement(
  q: DrizzleTx,
  before: StoredSpec['placement'],
  change: SpecChange['placement'],
): Promise<StoredSpec['placement']> {
  const { nodePool, fallbackPools, clusters, topology, apartBy, ...lists } = change
  const { nodePoolId, fallbackPoolIds, clusterIds, topology: oldTopology, apartBy: oldApartBy, ...rest } = before
  const pool = nodePool === undefined ? undefined : await findNodePool(q, nodePool)
  const first = pool?.id ?? nodePoolId
  let fallbacks = fallbackPoolIds?.filter((id) => id !== first)
  if (fallbackPools !== undefined) {
    const rows: NodePoolRow[] = []
    for (const ref of fallbackPools) rows.push(await findNodePool(q, ref))
    refuseRepeatedPools([pool ?? (await findNodePool(q, first)), ...rows])
    fallbacks = rows.map(({ id }) => id)
  }
  let clusterRefs = clusterIds
  if (clusters !== undefined) {
    clusterRefs = []
    for (const ref of clusters) clusterRefs.push((await findCluster(q, ref)).id)
  }
  const nextTopology = topology === undefined ? oldTopology : topology
  const nextApartBy = apartBy === undefined ? oldApartBy : apartBy
  return {
    ...rest,
    ...(Object.fromEntries(Object.entries(lists).filter(([, value]) => value !== undefined)) as typeof lists),
    nodePoolId: first,
    ...(fallbacks === undefined || fallbacks.length === 0 ? {} : { fallbackPoolIds: fallbacks }),
    clusterIds: clusterRefs,
    ...(nextTopology ? { topology: nextTopology } : {}),
    ...(nextApartBy ? { apartBy: nextApartBy } : {}),
  } as StoredSpec['placement']
}

/** An endpoint that always has all of its replicas goes on having all of them. */
function podFor(pod: NonNullable<StoredSpec['pod']>, replicasBefore: number, spec: StoredSpec) {
  const { serving } = pod
  const isAll = serving?.targetCpuPercent === undefined && serving?.minReplicas === replicasBefore
  return {
    ...pod,
    tolerations: spec.placement.tolerations,
    ...(serving && isAll ? { serving: { ...serving, minReplicas: spec.replicas } } : {}),
  }
}

function checkReplicas(kind: WorkloadKind, { replicas, replicasMin, pod }: StoredSpec, change: SpecChange): void {
  const issues: Issue[] = []
  if ((kind === 'workspace' || kind === 'image-build') && replicas !== 1) {
    issues.push({ path: 'spec.replicas', message: `${KIND_DEFAULTS[kind].about} has one replica` })
  }
  if ((replicasMin ?? 1) > replicas) {
    const path = change.replicasMin === undefined ? 'spec.replicas' : 'spec.replicasMin'
    issues.push({ path, message: `${replicas} replicas are fewer than the ${replicasMin} that it needs at least` })
  }
  if (change.timeout === 0) {
    issues.push({ path: 'spec.timeout', message: 'no run ends in no time: give more than 0, or null for no limit' })
  }
  const serving = pod?.serving
  if (serving && serving.minReplicas > replicas) {
    const message = `${replicas} replicas are fewer than the ${serving.minReplicas} that always serve`
    issues.push({ path: 'spec.replicas', message })
  }
  const [first] = issues
  if (first) throw new AppError('VALIDATION', first.message, { hint: 'correct the fields named in issues', issues })
}
