import type { Delta } from '@fairlead/scheduler'
import type { FleetNode } from '../../packages/cli/src/replay/fleet.ts'
import { planReplay, type PlannedJob } from '../../packages/cli/src/replay/plan-replay.ts'
import { shareQuota } from '../../packages/cli/src/replay/share-quota.ts'
import type { TraceJob } from '../../packages/cli/src/replay/trace.ts'
import type { ReplayOptions } from './options.ts'
import { arrivalOf, clusters, EPOCH, MODEL, POOL, queue, type ReplayCase } from './replay-case.ts'

const HOUR = 3_600_000
const LOAD = 1.4

/** In the plain order of priorities; within a queue all are equal. */
const PRIORITY_OF: Readonly<Record<string, number>> = { Guaranteed: 90, LS: 80, Burstable: 65, BE: 40 }

/** How pods come: by their own times; all at once on every other node; or on every other node, at the pace at which they load it. */
export type OpenbPace = 'by time' | 'at once' | 'hurried'

/** Pods of openb on its own nodes, dealt out to 5 clusters; each class of service is a queue. */
export function openbCase(
  jobs: readonly TraceJob[],
  whole: readonly FleetNode[][],
  pace: OpenbPace,
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
  const isHalf = pace !== 'by time'
  const fleet = isHalf ? whole.map((nodes) => nodes.filter((_, index) => index % 2 === 0)) : whole
  const nodes = fleet.flatMap((cluster, c) => cluster.map((node, n) => nodeOf(node, c, n)))
  const gpus = fleet.flat().reduce((sum, node) => sum + node.gpus, 0)
  const asked = plan.reduce((sum, job) => sum + (job.gpuMilli * job.replicas) / 1_000, 0)
  const quotas = shareQuota(plan, gpus)
  const { from, faster } = paceOf(plan, gpus)
  const submitAt: Record<OpenbPace, (at: number) => number> = {
    'by time': (at) => at,
    'at once': () => 0,
    hurried: (at) => Math.max(0, at - from) / faster,
  }
  const how: Record<OpenbPace, string> = {
    'by time': 'by time',
    'at once': 'all at once on every other node',
    hurried: `${faster.toFixed(0)} times as fast on every other node`,
  }
  return {
    name: `openb, ${plan.length} pods, ${how[pace]}`,
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
    arrivals: plan.map((job) =>
      arrivalOf({ ...job, submitAt: submitAt[pace](job.submitAt) }, PRIORITY_OF[job.queue] ?? 50),
    ),
    orders: isHalf ? ['fair', 'fifo', 'fifo-strict', 'priority'] : ['fair', 'fifo', 'priority'],
    roundEveryMs: (options.period ?? 10) * 1_000,
    isForecast: pace === 'hurried',
    ...(pace === 'at once' ? { measure: { until: EPOCH + HOUR } } : {}),
  }
}

/**
 * How many times as fast pods must come to ask for {@link LOAD} times the GPUs while they come, running as long as they do. The first hundredth of them, spread over three
 * quarters of the trace, comes at the beginning.
 */
function paceOf(plan: readonly PlannedJob[], gpus: number): { from: number; faster: number } {
  const at = plan.map((job) => job.submitAt).sort((a, b) => a - b)
  const from = at[Math.floor(at.length / 100)]!
  const span = at.at(-1)! - from
  const load = (seconds: number) =>
    plan.reduce((sum, job) => sum + ((job.gpuMilli * job.replicas) / 1_000) * Math.min(job.runSeconds, seconds), 0) /
    (gpus * seconds)
  let [low, high] = [1, span]
  for (let i = 0; i < 60; i++) {
    const middle = Math.sqrt(low * high)
    if (load(middle) > LOAD) low = middle
    else high = middle
  }
  return { from, faster: span / high }
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
