import { JobFailedError, TimeoutError, UnavailableError } from '../errors.ts'
import { sleep } from '../http/sleep.ts'
import type { Workload } from '../models.ts'
import { isFinal } from './phases.ts'

/** What a waiting caller is told: a change that was seen, or that the control plane is out of reach for now. */
export type WaitEvent =
  | { type: 'status'; workload: Workload }
  | { type: 'unreachable'; error: UnavailableError; sinceMs: number }

export interface WaitOptions {
  /** Absent: `finished`. A job that ends before it runs ends a wait for `running` too. */
  until?: 'running' | 'finished' | ((workload: Workload) => boolean)
  /** Absent: no limit. */
  timeoutMs?: number | undefined
  /**
   * Told of each change of phase, reason or message. Changes are found by asking again and again, so one that lasts for less than a second may be
   * missed: `timeline` has them all.
   */
  onEvent?: ((event: WaitEvent) => void) | undefined
  signal?: AbortSignal | undefined
  /** Reject with {@link JobFailedError} when the job has ended without success. */
  check?: boolean
}

const PAUSE_MS_MIN = 200
const PAUSE_MS_MAX = 2_000

/**
 * Resolves when the job is where the caller wants it. A control plane that is away for a while does not end the wait, only the time limit does.
 */
export async function waitForJob<T extends Workload>(
  load: (signal: AbortSignal | undefined) => Promise<T>,
  options: WaitOptions = {},
): Promise<T> {
  const { timeoutMs, signal, onEvent } = options
  const startedAt = performance.now()
  const leftMs = () => (timeoutMs === undefined ? Infinity : timeoutMs - (performance.now() - startedAt))
  let pauseMs = PAUSE_MS_MIN
  let seen: Workload | undefined
  let lostAt: number | undefined
  for (;;) {
    try {
      const workload = await load(signal)
      lostAt = undefined
      if (hasNews(seen, workload)) {
        pauseMs = PAUSE_MS_MIN
        onEvent?.({ type: 'status', workload })
      }
      seen = workload
      if (isThere(workload, options.until)) return settle(workload, options)
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
      lostAt ??= performance.now()
      onEvent?.({ type: 'unreachable', error, sinceMs: performance.now() - lostAt })
    }
    if (leftMs() <= 0) throw tooLate(seen, timeoutMs ?? 0)
    await sleep(Math.min(pauseMs, Math.max(0, leftMs())), signal)
    pauseMs = Math.min(PAUSE_MS_MAX, pauseMs * 1.3)
  }
}

function isThere(workload: Workload, until: WaitOptions['until'] = 'finished'): boolean {
  if (typeof until === 'function') return until(workload)
  if (isFinal(workload.status.phase)) return true
  return until === 'running' && workload.status.phase === 'RUNNING'
}

function settle<T extends Workload>(workload: T, options: WaitOptions): T {
  const { phase, message, reason, hint } = workload.status
  if (options.check && isFinal(phase) && phase !== 'SUCCEEDED') {
    throw new JobFailedError(`"${workload.name}" is ${phase}${message === null ? '' : `: ${message}`}`, {
      code: reason ?? phase,
      hint,
    })
  }
  return workload
}

function hasNews(before: Workload | undefined, after: Workload): boolean {
  if (!before) return true
  const [a, b] = [before.status, after.status]
  return (
    a.phase !== b.phase ||
    a.reason !== b.reason ||
    a.message !== b.message ||
    a.connected !== b.connected ||
    before.runId !== after.runId
  )
}

function tooLate(seen: Workload | undefined, timeoutMs: number): TimeoutError {
  const where = seen ? `"${seen.name}" is still ${seen.status.phase}` : 'the job was not seen'
  return new TimeoutError(`${where} after ${timeoutMs / 1000} s`, {
    code: 'TIMEOUT',
    hint: seen?.status.message ?? null,
  })
}
