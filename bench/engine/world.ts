import type { Delta, NodeUpsert, Quota, QueueUpsert, Resources, WorkloadUpsert } from '@fairlead/scheduler'

/** The moment at which every case is planned. */
export const NOW = 1_790_000_000_000
export const POOL = 'pool'

export function nodeId(i: number): string {
  return `node-${String(i).padStart(5, '0')}`
}

export function cluster(id: string): Delta {
  return { kind: 'cluster', id, name: id, connected: true, paused: false, labels: {} }
}

/** A pool that packs, and runs that may be preempted at once. */
export function pool(change: Partial<Extract<Delta, { kind: 'pool' }>> = {}): Delta {
  return { kind: 'pool', id: POOL, name: POOL, strategy: 'binpack', minRuntimeMs: 0, ...change }
}

export function node(i: number, allocatable: Resources, change: Partial<NodeUpsert> = {}): NodeUpsert {
  return {
    kind: 'node',
    id: nodeId(i),
    name: `node-${i}`,
    clusterId: 'cluster',
    poolId: POOL,
    allocatable,
    labels: { 'kubernetes.io/hostname': `node-${i}`, zone: `zone-${i % 4}` },
    taints: [],
    schedulable: true,
    ...change,
  }
}

/** Alike nodes in one cluster, in four zones. */
export function fleet(count: number, cores: number, gpus: number): Delta[] {
  const allocatable = { cpu: cores * 1_000, memory: cores * 8_192, ...(gpus > 0 ? { gpu: gpus * 1_000 } : {}) }
  return [cluster('cluster'), pool(), ...Array.from({ length: count }, (_, i) => node(i, allocatable))]
}

export function queue(
  id: string,
  quotas: Readonly<Record<string, Quota>>,
  change: Partial<QueueUpsert> = {},
): QueueUpsert {
  return { kind: 'queue', id, name: id, createdAt: 0, pools: { [POOL]: { rank: 0, quotas } }, ...change }
}

/** Departments with their projects; each project deserves the GPUs given, each department the sum. */
export function queues(departments: number, projects: number, deservedGpus = 0): QueueUpsert[] {
  const made: QueueUpsert[] = []
  for (let d = 0; d < departments; d++) {
    const id = `department-${d}`
    made.push(queue(id, gpuQuota(deservedGpus * projects), { createdAt: d }))
    for (let p = 0; p < projects; p++) {
      const change = { parentId: id, createdAt: p }
      made.push(queue(`project-${d * projects + p}`, gpuQuota(deservedGpus), change))
    }
  }
  return made
}

function gpuQuota(gpus: number): Record<string, Quota> {
  return { gpu: { deserved: gpus * 1_000, limit: null, weight: 1 } }
}

/** One preemptible workload that waits, unless `change` says otherwise. */
export function job(
  id: string,
  queueId: string,
  requests: Resources,
  change: Partial<WorkloadUpsert> = {},
): WorkloadUpsert {
  const { replicas = 1, priority = 40, nodeSelector = {}, topology } = change
  const asked = `${JSON.stringify(requests)} ${replicas} ${priority} ${JSON.stringify(nodeSelector)}`
  return {
    kind: 'workload',
    id,
    queueId,
    poolId: POOL,
    classKey: `${queueId} ${asked}${topology === undefined ? '' : ` ${JSON.stringify(topology)}`}`,
    submittedAt: NOW - 1_000_000,
    priority,
    preemptible: true,
    replicas,
    requests,
    clusterIds: [],
    nodeSelector,
    tolerations: [],
    avoid: [],
    ...change,
  }
}

export function running(id: string, nodeIds: readonly string[]): NonNullable<WorkloadUpsert['run']> {
  return { id: `run-${id}`, clusterId: 'cluster', nodeIds, startedAt: NOW - 500_000, stopping: false }
}
