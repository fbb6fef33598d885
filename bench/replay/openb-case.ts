import type { Delta } from '@fairlead/scheduler'
import type { FleetNode } from '../../packages/cli/src/replay/fleet.ts'
import { planReplay } from '../../packages/cli/src/replay/plan-replay.ts'
import { shareQuota } from '../../packages/cli/src/replay/share-quota.ts'
import type { TraceJob } from '../../packages/cli/src/replay/trace.ts'
import type { ReplayOptions } from './options.ts'
import { arrivalOf, clusters, EPOCH, MODEL, POOL, queue, type ReplayCase } from './replay-case.ts'

/** In the plain order of priorities; within a queue all are equal. */
const PRIORITY_OF: Readonly<Record<string, number>> = { Guaranteed: 90, LS: 80, Burstable: 65, BE: 40 }

/** Pods of openb on its own nodes, dealt out to 5 clusters; each class of service is a queue. */
export function openbCase(
  jobs: readonly TraceJob[],
  fleet: readonly FleetNode[][],
  keepEvery: number,
  options: ReplayOptions,
): ReplayCase {
  const kept = fleet.map((nodes) => nodes.filter((_, index) => index % keepEvery === 0))
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
  const nodes = kept.flatMap((cluster, c) => cluster.map((node, n) => nodeOf(node, c, n)))
  const gpus = kept.flat().reduce((sum, node) => sum + node.gpus, 0)
  const quotas = shareQuota(plan, gpus)
  const part = keepEvery === 1 ? '' : `, one node in ${keepEvery}`
  return {
    name: `openb, ${plan.length} pods${part}`,
    inputs:
      `${nodes.length} nodes as listed${part}, ${gpus} GPUs, in ${fleet.length} clusters; ${quotas.length} classes of service as queues that deserve GPUs in proportion to their GPU time; ` +
      'parts of GPUs as asked for, models of GPU by label; pods that were never scheduled are left out, having no running time',
    world: [
      ...clusters(fleet.length),
      ...nodes,
      ...quotas.map(({ queue: id, deserved }, index) => queue(id, deserved, index)),
    ],
    startAt: EPOCH,
    arrivals: plan.map((job) => arrivalOf(job, PRIORITY_OF[job.queue] ?? 50)),
    orders: ['fair', 'fifo', 'fifo-strict', 'priority'],
    roundEveryMs: (options.period ?? 10) * 1_000,
    isForecast: true,
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
