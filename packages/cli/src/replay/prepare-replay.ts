import type { Fleet } from './fleet.ts'
import { planReplay, type Plan, type PlannedJob } from './plan-replay.ts'
import type { ReplayOptions } from './replay-options.ts'
import { shareQuota, type QueueShare } from './share-quota.ts'
import { fits, sizeFleet } from './size-fleet.ts'
import type { BadRow, Trace } from './trace.ts'
import { UsageError } from '../lib/usage-error.ts'

export interface Prepared {
  plan: Plan
  /** Those of the plan that some cluster can hold. */
  jobs: PlannedJob[]
  tooLarge: BadRow[]
  fleet: Fleet
  gpus: number
  shares: QueueShare[]
  /** Mean demand for GPUs while work arrives, as a part of the fleet. */
  demand: number
  /** Whole seconds after which everything should long be over. */
  secondsMax: number
}

/** Everything that is decided before anything is touched. `known` is a fleet that is there already, or was read from a file. */
export function prepareReplay(trace: Trace, options: ReplayOptions, known: Fleet | undefined): Prepared {
  const { skip, limit, sample, seed, speed, duration, maxRuntime, gpusPerNode } = options
  const plan = planReplay(trace.jobs, {
    skip,
    limit,
    sample,
    seed,
    speed,
    arrivalSeconds: duration === undefined ? undefined : duration / 1000,
    maxRunSeconds: maxRuntime === undefined ? undefined : maxRuntime === 'none' ? Infinity : maxRuntime / 1000,
    gpusPerNode: known ? largestNode(known) : gpusPerNode,
  })
  if (plan.jobs.length === 0) {
    throw new UsageError('no job is left to replay', {
      hint: `${trace.jobs.length} rows can be read; give a smaller --skip`,
    })
  }
  const longest = Math.max(...plan.jobs.map((job) => job.runSeconds))
  const { clusters, nodesPerCluster, load } = options
  const fleet =
    known ??
    sizeFleet(plan.jobs, { clusters, nodesPerCluster, load, gpusPerNode, seconds: plan.arrivalSeconds || longest })
  const jobs: PlannedJob[] = []
  const tooLarge: BadRow[] = []
  for (const job of plan.jobs) {
    if (fits(job, fleet)) jobs.push(job)
    else tooLarge.push({ line: job.line, reason: `no cluster can hold ${job.replicas} x ${job.gpuMilli / 1000} GPUs` })
  }
  if (jobs.length === 0) throw new UsageError('no job fits these clusters', { hint: 'give more --nodes-per-cluster' })
  const gpus = fleet.flat().reduce((sum, node) => sum + node.gpus, 0)
  const shares = shareQuota(jobs, gpus)
  const asked = shares.reduce((sum, { gpuSeconds }) => sum + gpuSeconds, 0)
  const demand = gpus === 0 ? 0 : asked / (plan.arrivalSeconds || longest) / gpus
  const secondsMax = Math.ceil(300 + 3 * (plan.arrivalSeconds + longest))
  return { plan, jobs, tooLarge, fleet, gpus, shares, demand, secondsMax }
}

function largestNode(fleet: Fleet): number {
  return Math.max(1, ...fleet.flat().map((node) => node.gpus))
}
