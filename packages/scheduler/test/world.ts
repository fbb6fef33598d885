import {
  applyDeltas,
  createState,
  DEFAULT_POLICY,
  planRound,
  type Delta,
  type ClusterUpsert,
  type NodeUpsert,
  type PlacedRun,
  type Plan,
  type Policy,
  type PoolUpsert,
  type Quota,
  type QueueUpsert,
  type SchedulerState,
  type WorkloadUpsert,
} from '../src/index.ts'

export const NOW = 1_790_000_000_000

/** Whole GPUs in the engine's unit. */
export function gpus(count: number): number {
  return count * 1_000
}

export function cluster(id: string, change: Partial<ClusterUpsert> = {}): ClusterUpsert {
  return { kind: 'cluster', id, name: id, connected: true, paused: false, labels: {}, ...change }
}

export function pool(id: string, change: Partial<PoolUpsert> = {}): PoolUpsert {
  return { kind: 'pool', id, name: id, strategy: 'binpack', minRuntimeMs: 0, ...change }
}

export function node(id: string, gpu: number, change: Partial<NodeUpsert> = {}): NodeUpsert {
  return {
    kind: 'node',
    id,
    name: id,
    clusterId: 'c1',
    poolId: 'p1',
    allocatable: { cpu: 64_000, memory: 524_288, gpu: gpus(gpu) },
    labels: {},
    taints: [],
    schedulable: true,
    ...change,
  }
}

/** A quota of GPUs in pool p1, counted in whole GPUs. */
export function quota(deserved: number | null, limit: number | null = null, weight = 1): Quota {
  return { deserved: scaled(deserved), limit: scaled(limit), weight }
}

function scaled(count: number | null): number | null {
  return count === null ? null : gpus(count)
}

export function queue(
  id: string,
  gpu: Quota | undefined,
  change: Partial<QueueUpsert> & { rank?: number; usage?: number } = {},
): QueueUpsert {
  const { rank = 0, usage, ...rest } = change
  const quotas = gpu === undefined ? {} : { gpu }
  const entry = { rank, quotas, ...(usage === undefined ? {} : { usage: { gpu: usage } }) }
  return { kind: 'queue', id, name: id, createdAt: 1, pools: { p1: entry }, ...rest }
}

export function workload(
  id: string,
  queueId: string,
  gpu: number,
  change: Partial<WorkloadUpsert> = {},
): WorkloadUpsert {
  const merged: WorkloadUpsert = {
    kind: 'workload',
    id,
    queueId,
    poolId: 'p1',
    classKey: '',
    submittedAt: NOW - 1_000,
    priority: 40,
    preemptible: true,
    replicas: 1,
    requests: { gpu: gpus(gpu) },
    clusterIds: [],
    nodeSelector: {},
    tolerations: [],
    avoid: [],
    ...change,
  }
  if (merged.classKey !== '') return merged
  const { id: _id, run: _run, nomination: _nomination, submittedAt: _submittedAt, ...asked } = merged
  return { ...merged, classKey: JSON.stringify(asked) }
}

/** `count` workloads named `prefix`0, `prefix`1, ..., a millisecond apart. */
export function workloads(
  count: number,
  prefix: string,
  queueId: string,
  gpu: number,
  change: Partial<WorkloadUpsert> = {},
): WorkloadUpsert[] {
  const from = change.submittedAt ?? NOW - 1_000
  return Array.from({ length: count }, (_, i) =>
    workload(`${prefix}${i}`, queueId, gpu, { ...change, submittedAt: from + i }),
  )
}

/** A world to which plans can be applied, the way that a control plane would. */
export interface World {
  state: SchedulerState
  now: number
  preemptions: number
  runs: Map<string, { nodeIds: readonly string[]; runId: string; clusterId: string; poolId: string | undefined }>
  /** Rounds that a preempted run still holds its room. */
  lagRounds: number
  /** Workloads whose runs are stopping, and the round in which those are gone. */
  leaving: Map<string, number>
  nominations: Map<string, string>
  /** The world as it was told, by id. */
  known: Known
}

export interface Known {
  clusters: Map<string, ClusterUpsert>
  pools: Map<string, PoolUpsert>
  nodes: Map<string, NodeUpsert>
  queues: Map<string, QueueUpsert>
  workloads: Map<string, WorkloadUpsert>
}

export function world(...deltas: (Delta | Delta[])[]): World {
  const made: World = {
    state: createState(),
    now: NOW,
    preemptions: 0,
    runs: new Map(),
    lagRounds: 0,
    leaving: new Map(),
    nominations: new Map(),
    known: { clusters: new Map(), pools: new Map(), nodes: new Map(), queues: new Map(), workloads: new Map() },
  }
  tell(made, ...deltas)
  return made
}

export function tell(to: World, ...deltas: (Delta | Delta[])[]): void {
  const flat = deltas.flat()
  applyDeltas(to.state, flat)
  for (const delta of flat) {
    learn(to.known, delta)
    if (delta.kind === 'workload' && delta.run !== undefined) remember(to, delta.id, delta.run)
    if (delta.kind === 'run') {
      if (delta.run === undefined) to.runs.delete(delta.workloadId)
      else remember(to, delta.workloadId, delta.run)
    }
    if (delta.kind === 'remove' && delta.of === 'workload') to.runs.delete(delta.id)
  }
}

function learn(known: Known, delta: Delta): void {
  if (delta.kind === 'cluster') known.clusters.set(delta.id, delta)
  else if (delta.kind === 'pool') known.pools.set(delta.id, delta)
  else if (delta.kind === 'node') known.nodes.set(delta.id, delta)
  else if (delta.kind === 'queue') known.queues.set(delta.id, delta)
  else if (delta.kind === 'workload') known.workloads.set(delta.id, delta)
  else if (delta.kind === 'remove') known[`${delta.of}s`].delete(delta.id)
}

function remember(to: World, workloadId: string, run: PlacedRun): void {
  to.runs.set(workloadId, { nodeIds: run.nodeIds, runId: run.id, clusterId: run.clusterId, poolId: run.poolId })
}

export function plan(from: World, policy: Partial<Policy> = {}): Plan {
  return planRound(from.state, { ...DEFAULT_POLICY, ...policy }, { now: from.now, random: () => 0 })
}

/** Plans a round and makes it true: assignments start at once, victims leave after `lagRounds`. */
export function step(of: World, policy: Partial<Policy> = {}): Plan {
  const planned = plan(of, policy)
  commit(of, planned)
  leave(of)
  of.now += 1_000
  return planned
}

/** Makes a plan true; victims are told to stop, and hold their room until they {@link leave}. */
export function commit(of: World, planned: Plan): void {
  const deltas: Delta[] = []
  for (const { workloadId, clusterId, nodeIds, poolId } of planned.assignments) {
    const run = { id: `run-${workloadId}-${of.now}`, clusterId, nodeIds, poolId, startedAt: of.now, stopping: false }
    deltas.push({ kind: 'run', workloadId, run })
    of.nominations.delete(workloadId)
  }
  for (const { workloadId } of planned.preemptions) {
    const { nodeIds, runId, clusterId, poolId } = of.runs.get(workloadId)!
    of.leaving.set(workloadId, of.lagRounds)
    const pool = poolId === undefined ? {} : { poolId }
    deltas.push({
      kind: 'run',
      workloadId,
      run: { id: runId, clusterId, nodeIds, ...pool, startedAt: 0, stopping: true },
    })
  }
  for (const { workloadId, clusterId, nodeIds, poolId } of planned.nominations) {
    deltas.push({ kind: 'nomination', workloadId, nomination: { clusterId, nodeIds, poolId } })
    of.nominations.set(workloadId, nodeIds.join())
  }
  for (const workloadId of planned.withdrawnNominations) {
    deltas.push({ kind: 'nomination', workloadId, nomination: undefined })
    of.nominations.delete(workloadId)
  }
  of.preemptions += planned.preemptions.length
  tell(of, deltas)
}

/** A round passes for runs that are stopping: those whose time has come are gone. */
export function leave(of: World): void {
  for (const [workloadId, rounds] of of.leaving) {
    of.leaving.set(workloadId, rounds - 1)
    if (rounds > 0) continue
    of.leaving.delete(workloadId)
    tell(of, { kind: 'run', workloadId, run: undefined })
  }
}

/** Rounds until a plan changes nothing; fails after `roundsMax`. Returns the number of rounds. */
export function settle(of: World, roundsMax = 50, policy: Partial<Policy> = {}): number {
  for (let round = 1; round <= roundsMax; round++) {
    const before = new Map(of.nominations)
    const isLeaving = of.leaving.size > 0
    const { assignments, preemptions, nominations, withdrawnNominations } = step(of, policy)
    const isNew = nominations.some(({ workloadId, nodeIds }) => before.get(workloadId) !== nodeIds.join())
    const isQuiet = assignments.length + preemptions.length + withdrawnNominations.length === 0 && !isNew
    if (isQuiet && !isLeaving) return round
  }
  throw new Error(`not settled after ${roundsMax} rounds`)
}

export function names(planned: Plan): string[] {
  return planned.assignments.map((assignment) => assignment.workloadId).sort()
}
