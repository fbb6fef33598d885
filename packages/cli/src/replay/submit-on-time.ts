import {
  ConflictError,
  type FairleadError,
  UnavailableError,
  ValidationError,
  type Client,
  type WorkloadRequest,
} from '@fairlead/sdk'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outages } from './outages.ts'
import type { PlannedJob } from './plan-replay.ts'
import type { BadRow } from './trace.ts'

export interface Submission {
  /** Ids by line. */
  ids: Map<number, string>
  refused: BadRow[]
  batches: number
  /** Seconds that each job was acknowledged after its time. */
  lateSeconds: number[]
  isDone: boolean
}

export interface SubmitOptions {
  client: Client
  jobs: readonly PlannedJob[]
  request: (job: PlannedJob) => WorkloadRequest
  /** When second 0 of the replay is, on `performance.now()`. */
  startedAt: number
  signal: AbortSignal
  outages: Outages
  submission: Submission
}

const BATCH_MAX = 250
const PAUSE_MS = 50

export function newSubmission(): Submission {
  return { ids: new Map(), refused: [], batches: 0, lateSeconds: [], isDone: false }
}

/**
 * Submits each job at its time, in batches of what is due. Every job has a key of its own, so a batch whose answer was lost is simply sent again, for
 * as long as it takes.
 */
export async function submitOnTime(options: SubmitOptions): Promise<void> {
  const { jobs, startedAt, signal, submission, outages } = options
  let next = 0
  while (next < jobs.length && !submission.isDone) {
    const now = (performance.now() - startedAt) / 1000
    let end = next
    while (end < jobs.length && end - next < BATCH_MAX && (jobs[end]?.submitAt ?? Infinity) <= now) end += 1
    if (end === next) {
      const waitMs = Math.max(5, ((jobs[next]?.submitAt ?? now) - now) * 1000)
      await sleep(Math.min(PAUSE_MS, waitMs), undefined, { signal })
      continue
    }
    const batch = jobs.slice(next, end)
    try {
      await submitBatch(options, batch)
      outages.isBack()
    } catch (error) {
      if (!(error instanceof UnavailableError) || signal.aborted) throw error
      outages.isAway(error)
      continue
    }
    const done = (performance.now() - startedAt) / 1000
    for (const job of batch) submission.lateSeconds.push(Math.max(0, done - job.submitAt))
    submission.batches += 1
    next = end
  }
  submission.isDone = true
}

async function submitBatch(options: SubmitOptions, batch: readonly PlannedJob[]): Promise<void> {
  const { client, request, signal, submission } = options
  try {
    const ids = await client.jobs.submitBatch(batch.map(request), { signal })
    for (const [index, job] of batch.entries()) submission.ids.set(job.line, ids[index] ?? '')
  } catch (error) {
    const isRefusal = error instanceof ValidationError || error instanceof ConflictError
    if (!isRefusal) throw error
    // One bad job refuses its whole batch: halves find it in a few steps, and the others get in.
    if (batch.length > 1) {
      const middle = Math.ceil(batch.length / 2)
      await submitBatch(options, batch.slice(0, middle))
      await submitBatch(options, batch.slice(middle))
      return
    }
    const [job] = batch
    if (job) submission.refused.push({ line: job.line, reason: (error as FairleadError).message })
  }
}
