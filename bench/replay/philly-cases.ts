import type { Delta, SimulationOrder } from '@fairlead/scheduler'
import { planReplay, type PlannedJob } from '../../packages/cli/src/replay/plan-replay.ts'
import { shareQuota } from '../../packages/cli/src/replay/share-quota.ts'
import type { TraceJob } from '../../packages/cli/src/replay/trace.ts'
import { seeded } from '../engine/seeded.ts'
import type { ReplayOptions } from './options.ts'
import { arrivalOf, clusters, EPOCH, POOL, queue, type ReplayCase } from './replay-case.ts'

const CLUSTERS = 4
const GPUS_PER_NODE = 8
const ASSUMED =
  'assumed, since the trace does not say: 4 cores and 16 GiB for each GPU (nodes have 48 and 192), restart from zero, gangs within one cluster'

/** Philly on 4 clusters of 8-GPU nodes, sized for the mean load that is asked for; each virtual cluster is a queue that deserves its part of all GPU time. */
export function phillyCase(jobs: readonly TraceJob[], options: ReplayOptions): ReplayCase {
  const plan = planned(jobs, options)
  const seconds = Math.max(1, plan.at(-1)!.submitAt)
  const load = plan.reduce((sum, job) => sum + gpusOf(job) * job.runSeconds, 0) / seconds
  const widest = Math.max(...plan.map(({ replicas }) => replicas))
  const counts = nodesOf(Math.ceil((load * 100) / options.load / GPUS_PER_NODE), widest)
  const gpus = counts.reduce((sum, count) => sum + count, 0) * GPUS_PER_NODE
  const quotas = shareQuota(plan, gpus)
  const random = seeded()
  return {
    name: `Philly, ${plan.length} jobs, ${gpus} GPUs${options.hasPriorities ? ', priorities' : ''}`,
    inputs:
      `${CLUSTERS} clusters of ${counts.join(', ')} nodes with ${GPUS_PER_NODE} GPUs (${gpus}), mean load ${(load / gpus).toFixed(2)}; ${quotas.length} queues that deserve GPUs in proportion to their GPU time in the whole trace; ` +
      `${options.hasPriorities ? 'one job in five, drawn by seed, has priority 80 and the others 40' : 'no priorities'}; ${ASSUMED}`,
    world: worldOf(
      counts,
      quotas.map(({ queue: id, deserved }) => [id, deserved]),
    ),
    startAt: EPOCH,
    arrivals: plan.map((job) => arrivalOf(job, options.hasPriorities && random() < 0.2 ? 80 : 40)),
    // Without priorities, the order of priorities is that of arrival.
    orders: ['fair', 'fifo', 'fifo-strict', ...(options.hasPriorities ? (['priority'] as const) : [])],
    roundEveryMs: (options.period ?? 60) * 1_000,
    isForecast: true,
  }
}

const PEER_JOBS = 5_000
const PEER_NODES = [10, 10, 10, 10]

/** The load that Armada's simulator was run on: the first 5,000 rows of the file, equal queues, 320 GPUs. */
export function contendedCase(jobs: readonly TraceJob[], options: ReplayOptions): ReplayCase {
  const first = jobs.filter(({ line }) => line <= PEER_JOBS + 1)
  const plan = planned(first, { ...options, limit: undefined })
  const names = [...new Set(plan.map((job) => job.queue))].sort()
  const orders: SimulationOrder[] = ['fair', 'fifo', 'fifo-strict']
  return {
    name: `Philly, first ${first.length} rows, 320 GPUs, contended`,
    inputs: `4 clusters of 10 nodes with 8 GPUs; ${names.length} queues that deserve equal parts; no priorities; ${ASSUMED}`,
    world: worldOf(
      PEER_NODES,
      names.map((name) => [name, Math.floor(320 / names.length)]),
    ),
    startAt: EPOCH,
    arrivals: plan.map((job) => arrivalOf(job, 40)),
    orders,
    roundEveryMs: (options.period ?? 10) * 1_000,
    isForecast: false,
    peer: {
      name: 'Armada 207cc9e simulator, 5,000 Philly jobs, 11 queues, 4 clusters, 320 GPUs',
      machineMs: 67_000,
      preemptions: 1_183,
      jobs: 5_002,
      waitMeanMs: 17_369_000,
      source:
        'measured elsewhere: on another machine of this kind (2 cores), 2026-11-21; same numbers of jobs, queues and GPUs',
    },
  }
}

function planned(jobs: readonly TraceJob[], { limit, seed }: ReplayOptions): PlannedJob[] {
  return planReplay(jobs, {
    skip: 0,
    limit,
    sample: undefined,
    seed,
    speed: 1,
    arrivalSeconds: undefined,
    maxRunSeconds: undefined,
    gpusPerNode: GPUS_PER_NODE,
  }).jobs
}

function gpusOf({ gpuMilli, replicas }: PlannedJob): number {
  return (gpuMilli * replicas) / 1_000
}

/** Nearly equal clusters, the first of them large enough for the widest gang. */
function nodesOf(total: number, widest: number): number[] {
  const first = Math.max(widest, Math.ceil(total / CLUSTERS))
  const rest = Math.max(CLUSTERS - 1, total - first)
  const others = Array.from({ length: CLUSTERS - 1 }, (_, c) => Math.floor((rest + c) / (CLUSTERS - 1)))
  return [first, ...others.reverse()]
}

function worldOf(counts: readonly number[], deserved: readonly (readonly [string, number])[]): Delta[] {
  const nodes = counts.flatMap((count, c) =>
    Array.from({ length: count }, (_, n): Delta => {
      const id = `node-${c}-${String(n).padStart(3, '0')}`
      return {
        kind: 'node',
        id,
        name: id,
        clusterId: `cluster-${c}`,
        poolId: POOL,
        allocatable: { cpu: 48_000, memory: 196_608, gpu: GPUS_PER_NODE * 1_000 },
        labels: {},
        taints: [],
        schedulable: true,
      }
    }),
  )
  return [...clusters(counts.length), ...nodes, ...deserved.map(([id, gpus], index) => queue(id, gpus, index))]
}
