import { findCluster, type ClusterRow } from '../../clusters/find-cluster.ts'
import type { DrizzleTx } from '../../db/connect.ts'
import { AppError } from '../../lib/app-error.ts'
import { findNodePool, type NodePoolRow } from '../../node-pools/find-node-pool.ts'
import {
  NON_PREEMPTIBLE_FROM,
  PRIORITIES,
  type StoredSpec,
  type SubmitWorkload,
  type WorkloadKind,
} from '../schemas.ts'

const DEFAULT_CPU_MILLI = 500
const DEFAULT_MEMORY_MIB = 1024

const PRIORITY_OF_KIND: Record<WorkloadKind, number> = { job: PRIORITIES.low, distributed: PRIORITIES.low }

export interface Resolved {
  spec: StoredSpec
  nodePool: NodePoolRow
  priority: number
  preemptible: boolean
}

/** Pools and clusters that were looked up before, by the name or id that was given. */
export interface Places {
  nodePools: Map<string, Promise<NodePoolRow>>
  clusters: Map<string, Promise<ClusterRow>>
}

/** Applies defaults, turns names into ids, and amounts into base units. */
export async function resolveSpec(q: DrizzleTx, input: SubmitWorkload, known: Places): Promise<Resolved> {
  const { resources, placement, priority, preemptible, ...rest } = input.spec
  const nodePool = await once(known.nodePools, placement.nodePool ?? '', () => findNodePool(q, placement.nodePool))
  const clusters: ClusterRow[] = []
  for (const ref of placement.clusters) clusters.push(await once(known.clusters, ref, () => findCluster(q, ref)))
  const amounts: Record<string, number> = {
    cpu: resources.cpu ?? DEFAULT_CPU_MILLI,
    memory: resources.memory ?? DEFAULT_MEMORY_MIB,
    ...((resources.gpu ?? 0) > 0 ? { gpu: resources.gpu ?? 0 } : {}),
    ...resources.extended,
  }
  const gpu = amounts['gpu'] ?? 0
  if (gpu > 1000 && gpu % 1000 !== 0) {
    throw new AppError('VALIDATION', `gpu: ${gpu / 1000} is neither whole devices nor a part of one`, {
      hint: 'ask for 1, 2, 3 ... devices, or for less than one',
      issues: [{ path: 'spec.resources.gpu', message: 'whole devices, or less than one' }],
    })
  }
  const rank = typeof priority === 'string' ? PRIORITIES[priority] : (priority ?? PRIORITY_OF_KIND[input.kind])
  return {
    nodePool,
    priority: rank,
    preemptible: preemptible ?? rank < NON_PREEMPTIBLE_FROM,
    spec: {
      ...rest,
      ...(priority === undefined ? {} : { priority }),
      ...(preemptible === undefined ? {} : { preemptible }),
      labels: input.labels,
      resources: amounts,
      placement: {
        nodePoolId: nodePool.id,
        clusterIds: clusters.map((cluster) => cluster.id),
        nodeSelector: placement.nodeSelector,
        tolerations: placement.tolerations,
      },
    },
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, look: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? look()
  known.set(key, found)
  return found
}
