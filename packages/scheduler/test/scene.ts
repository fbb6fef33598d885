import type { ClusterUpsert, Delta, NodeUpsert, PoolUpsert, QueueUpsert, WorkloadUpsert } from '../src/index.ts'

export interface SceneParts {
  clusters: ClusterUpsert[]
  pools: PoolUpsert[]
  nodes: NodeUpsert[]
  queues: QueueUpsert[]
  workloads: WorkloadUpsert[]
}

/** A small world with everything in it that makes planning hard. Nothing runs yet. */
export interface Scene extends SceneParts {
  deltas: Delta[]
  /** The workloads by who came when: waves that each found the room that the ones before had left. */
  waves: WorkloadUpsert[][]
}

export function sceneOf(parts: SceneParts): Scene {
  const { clusters, pools, nodes, queues, workloads } = parts
  return { ...parts, waves: wavesOf(workloads), deltas: [...clusters, ...pools, ...nodes, ...queues, ...workloads] }
}

/** By queue, so that each wave borrows what the owners in the next wave ask back. */
function wavesOf(list: readonly WorkloadUpsert[]): WorkloadUpsert[][] {
  const waves = new Map<string, WorkloadUpsert[]>()
  for (const one of list) waves.set(one.queueId, [...(waves.get(one.queueId) ?? []), one])
  return [...waves.values()]
}

/** The queues that take work. */
export function leavesOf(queues: readonly QueueUpsert[]): string[] {
  return queues.filter(({ parentId }) => parentId !== undefined).map(({ id }) => id)
}
