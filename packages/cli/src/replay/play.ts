import type { Client } from '@fairlead/sdk'
import { jobRequest, type RequestOptions } from './job-request.ts'
import { newObservation, observe, type Observation } from './observe.ts'
import type { Outages } from './outages.ts'
import type { PlannedJob } from './plan-replay.ts'
import { newSubmission, submitOnTime, type Submission } from './submit-on-time.ts'

export interface PlayOptions {
  client: Client
  jobs: readonly PlannedJob[]
  request: RequestOptions
  department: string
  secondsMax: number
  signal: AbortSignal
  outages: Outages
  tell: (progress: string) => void
}

export interface Played {
  submission: Submission
  observation: Observation
  isComplete: boolean
}

/** Submits on time, and watches beside it until all has ended. What goes wrong in one ends the other. */
export async function play(options: PlayOptions): Promise<Played> {
  const { client, jobs, request, department, secondsMax, outages, tell } = options
  const submission = newSubmission()
  const observation = newObservation()
  const startedAt = performance.now()
  const failing = new AbortController()
  const signal = AbortSignal.any([options.signal, failing.signal])
  const replicasOf = replicasById(jobs, submission)
  const submitting = submitOnTime({
    client,
    jobs,
    request: (job) => jobRequest(job, request),
    startedAt,
    signal,
    outages,
    submission,
  })
  const watching = observe({
    client,
    replayId: request.replayId,
    pool: request.pool,
    department,
    replicasOf,
    submitted: () => ({ isDone: submission.isDone, count: submission.ids.size }),
    signal,
    outages,
    observation,
    onProgress: () => tell(progressText(submission, observation, jobs.length)),
    deadline: () => startedAt + secondsMax * 1000,
  }).then((end) => {
    // Out of time: nothing more is submitted either.
    if (end === 'late') submission.isDone = true
    return end
  })
  try {
    const [, end] = await Promise.all([submitting, watching])
    return { submission, observation, isComplete: end === 'ended' }
  } catch (error) {
    failing.abort()
    await Promise.allSettled([submitting, watching])
    throw error
  }
}

/** Looks new ids up as they come in. */
function replicasById(jobs: readonly PlannedJob[], { ids }: Submission): (id: string) => number | undefined {
  const byLine = new Map(jobs.map((job) => [job.line, job.replicas]))
  const byId = new Map<string, number>()
  return (id) => {
    if (byId.size < ids.size) for (const [line, one] of ids) byId.set(one, byLine.get(line) ?? 1)
    return byId.get(id)
  }
}

function progressText(submission: Submission, { phases, checks, violations }: Observation, all: number): string {
  const { QUEUED = 0, RUNNING = 0, SUCCEEDED = 0, FAILED = 0, CANCELLED = 0 } = phases
  const ended = SUCCEEDED + FAILED + CANCELLED
  return `${submission.ids.size}/${all} in, ${QUEUED} wait, ${RUNNING} run, ${ended} ended; ${checks} checks, ${violations.length} violations;`
}
