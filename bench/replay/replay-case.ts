import type { Arrival, Delta, SimulationOrder } from '@fairlead/scheduler'
import type { PlannedJob } from '../../packages/cli/src/replay/plan-replay.ts'

/** One load on one fleet, to be played in several orders. */
export interface ReplayCase {
  name: string
  /** What it is made of and what was assumed. */
  inputs: string
  world: Delta[]
  startAt: number
  arrivals: Arrival[]
  orders: readonly SimulationOrder[]
  /** Default: up to the last arrival. */
  measure?: { until: number }
  roundEveryMs: number
  /** True: forecasts are made and checked on its fair run. */
  isForecast: boolean
  peer?: { name: string; machineMs: number; preemptions: number; jobs: number; waitMeanMs: number; source: string }
}

export const POOL = 'pool'
/** Label of a node: its model of GPU. */
export const MODEL = 'gpu.model'
/** Where virtual time begins; traces have clocks of their own. */
export const EPOCH = Date.UTC(2026, 0, 1)

export function clusters(count: number): Delta[] {
  const ids = Array.from({ length: count }, (_, number) => `cluster-${number}`)
  return [
    { kind: 'pool', id: POOL, name: POOL, strategy: 'binpack', minRuntimeMs: 0 },
    ...ids.map((id): Delta => ({ kind: 'cluster', id, name: id, connected: true, paused: false, labels: {} })),
  ]
}

/** `deserved` in whole GPUs. */
export function queue(id: string, deserved: number, createdAt: number): Delta {
  const quota = { deserved: deserved * 1_000, limit: null, weight: 1 }
  return { kind: 'queue', id, name: id, createdAt, pools: { [POOL]: { rank: 0, quotas: { gpu: quota } } } }
}

export function arrivalOf(job: PlannedJob, priority: number): Arrival {
  const { line, queue, replicas, gpuMilli, cpuMilli, memoryMib, gpuModels } = job
  const at = EPOCH + Math.round(job.submitAt * 1_000)
  const requests = {
    cpu: cpuMilli,
    memory: memoryMib,
    ...(gpuMilli > 0 ? { gpu: gpuMilli } : {}),
  }
  return {
    at,
    runtimeMs: Math.round(job.runSeconds * 1_000),
    workload: {
      kind: 'workload',
      id: `line-${String(line).padStart(6, '0')}`,
      queueId: queue,
      poolId: POOL,
      classKey: `${queue} ${replicas} ${JSON.stringify(requests)} ${gpuModels.join()} ${priority}`,
      submittedAt: at,
      priority,
      preemptible: true,
      replicas,
      requests,
      clusterIds: [],
      nodeSelector: {},
      tolerations: [],
      avoid: [],
      ...(gpuModels.length > 0 ? { nodeRules: [{ key: MODEL, operator: 'In' as const, values: gpuModels }] } : {}),
    },
  }
}
