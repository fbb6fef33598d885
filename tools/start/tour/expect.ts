import type { Client, Job, WorkloadRequest } from '@fairlead/sdk'

export interface Tour {
  client: Client
  /** Ends the names of this tour's work. */
  suffix: string
  signal: AbortSignal
}

/** Something of the tour did not happen. */
export class TourFailed extends Error {
  override name = 'TourFailed'
}

export function expect(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new TourFailed(sentence)
}

/** Label by which a tour finds its own work, and that of earlier tours. */
export const TOUR_LABEL = { 'fairlead.dev/tour': 'true' }

/** Submits work of the tour. Simulated runs last `seconds`. */
export async function submit(tour: Tour, request: WorkloadRequest & { seconds?: number }): Promise<Job> {
  const { seconds, ...rest } = request
  const annotations = seconds === undefined ? {} : { 'fairlead.dev/simulated-duration': String(seconds) }
  return await tour.client.jobs.submit({
    ...rest,
    labels: TOUR_LABEL,
    spec: { ...rest.spec, annotations: { ...annotations, ...rest.spec.annotations } },
  })
}

/** Waits for a phase, and fails the tour with where the work is instead. */
export async function reach(tour: Tour, job: Job, phase: string, timeoutMs = 60_000): Promise<Job> {
  await job
    .wait({
      until: (workload) => workload.status.phase === phase || ['FAILED', 'CANCELLED'].includes(workload.status.phase),
      timeoutMs,
      signal: tour.signal,
    })
    .catch((error: unknown) => {
      if (tour.signal.aborted) throw error
      throw new TourFailed(`${job.name} did not reach ${phase}: ${(error as Error).message}`)
    })
  expect(job.status.phase === phase, `${job.name} is ${job.status.phase} and not ${phase}: ${job.status.message ?? ''}`)
  return job
}

export function placeOf(job: Job): string {
  const nodes = [...new Set(job.data.nodes)]
  return `${job.data.cluster?.name ?? 'nowhere'} (${nodes.join(', ')})`
}
