import type { PlannedJob } from './plan-replay.ts'

export interface QueueShare {
  queue: string
  jobs: number
  /** Asked for by its jobs, in seconds of the replay. */
  gpuSeconds: number
  /** Its part of all GPU-seconds, from 0 to 1. */
  share: number
  /** Whole devices that it deserves. */
  deserved: number
}

/**
 * What each queue deserves: the fleet's GPUs in proportion to the GPU-time that the queue asks for in the trace. Whole devices; those that are left
 * over by rounding down go to the largest remainders, so that all of them are given out.
 */
export function shareQuota(jobs: readonly PlannedJob[], gpus: number): QueueShare[] {
  const queues = [...Map.groupBy(jobs, (job) => job.queue)].map(([queue, mine]) => ({
    queue,
    jobs: mine.length,
    gpuSeconds: mine.reduce((sum, job) => sum + (job.gpuMilli / 1000) * job.replicas * job.runSeconds, 0),
  }))
  const total = queues.reduce((sum, { gpuSeconds }) => sum + gpuSeconds, 0)
  const exact = queues
    .map((queue) => {
      const share = total === 0 ? 0 : queue.gpuSeconds / total
      return { ...queue, share, deserved: Math.floor(gpus * share), rest: (gpus * share) % 1 }
    })
    .toSorted((a, b) => b.gpuSeconds - a.gpuSeconds || (a.queue < b.queue ? -1 : 1))
  let left = total === 0 ? 0 : gpus - exact.reduce((sum, { deserved }) => sum + deserved, 0)
  for (const queue of exact.toSorted((a, b) => b.rest - a.rest)) {
    if (left <= 0) break
    queue.deserved += 1
    left -= 1
  }
  return exact.map(({ rest: _rest, ...queue }) => queue)
}
