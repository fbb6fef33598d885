import type { Delta } from '@fairlead/scheduler'
import type { FleetNode } from '../../packages/cli/src/replay/fleet.ts'
import { planReplay } from '../../packages/cli/src/replay/plan-replay.ts'
import { shareQuota } from '../../packages/cli/src/replay/share-quota.ts'
import type { TraceJob } from '../../packages/cli/src/replay/trace.ts'
import type { ReplayOptions } from './options.ts'
import { arrivalOf, clusters, EPOCH, MODEL, POOL, queue, type ReplayCase } from './replay-case.ts'

const HOUR = 3_600_000

/** In the plain order of priorities; within a queue all are equal. */
const PRIORITY_OF: Readonly<Record<string, number>> = { Guaranteed: 90, LS: 80, Burstable: 65, BE: 40 }

/** Pods of openb on its own nodes, dealt out to 5 clusters; each class of service is a queue. By its own times, or all at once on every other node. */
export function openbCase(
  jobs: readonly TraceJob[],
  whole: readonly FleetNode[][],
  isAtOnce: boolean,
  options: ReplayOptions,
): ReplayCase {
  const { jobs: plan } = planReplay(jobs, {
    skip: 0,
    limit: options.limit,
    sample: undefined,
    seed: options.seed,
    speed: 1,
    arrivalSeconds: undefined,
    maxRunSeconds: undefined,
    gpusPerNode: 8,
  })
  const fleet = isAtOnce ? whole.map((nodes) => nodes.filter((_, index) => index % 2 === 0)) : whole
  const nodes = fleet.flatMap((cluster, c) => cluster.map((node, n) => nodeOf(node, c, n)))
  const gpus = fleet.flat().reduce((sum, node) => sum + node.gpus, 0)
  const asked = plan.reduce((sum, job) => sum + (job.gpuMilli * job.replicas) / 1_000, 0)
  const quotas = shareQuota(plan, gpus)
  return {
    name: `openb, ${plan.length} pods, ${isAtOnce ? 'all at once on every other node' : 'by time'}`,
    inputs:
      `${nodes.length} nodes of the list, ${gpus} GPUs, in ${fleet.length} clusters; pods ask for ${Math.round(asked)} GPUs in all; ` +
      `${quotas.length} classes of service as queues that deserve GPUs in proportion to their GPU time, and as priorities in the plain order; ` +
      'parts of GPUs as asked for, models of GPU by label; pods that were never scheduled are left out, having no running time',
    world: [
      ...clusters(fleet.length),
      ...nodes,
      ...quotas.map(({ queue: id, deserved }, index) => queue(id, deserved, index)),
    ],
    startAt: EPOCH,
    arrivals: plan.map((job) => arrivalOf(isAtOnce ? { ...job, submitAt: 0 } : job, PRIORITY_OF[job.queue] ?? 50)),
    orders: isAtOnce ? ['fair', 'fifo', 'fifo-strict', 'priority'] : ['fair', 'fifo'],
    roundEveryMs: (options.period ?? 10) * 1_000,
    isForecast: false,
    ...(isAtOnce ? { measure: { until: EPOCH + HOUR } } : {}),
  }
}

function nodeOf({ cpuMilli, memoryMib, gpus, model }: FleetNode, c: number, n: number): Delta {
  const id = `node-${c}-${String(n).padStart(4, '0')}`
  return {
    kind: 'node',
    id,
    name: id,
    clusterId: `cluster-${c}`,
    poolId: POOL,
    allocatable: { cpu: cpuMilli, memory: memoryMib, ...(gpus > 0 ? { gpu: gpus * 1_000 } : {}) },
    labels: model === undefined ? {} : { [MODEL]: model },
    taints: [],
    schedulable: true,
  }
}
