import type { RunRequest } from '../driver.ts'
import { seededRandom } from '../../lib/seeded-random.ts'
import type { SimulatedRun } from './simulated-run.ts'

/** What a simulated cluster does with runs that do not say it themselves. Times are in seconds of the workload. */
export type SimulatedDefaults = {
  durationSeconds: number
  /** Share of runs that fail, from 0 to 1. */
  failureRate: number
  startDelaySeconds: number
}

export const DURATION_ANNOTATION = 'fairlead.dev/simulated-duration'
export const EXIT_CODE_ANNOTATION = 'fairlead.dev/simulated-exit-code'
/** Part of what it asked for that it uses, 0 to 1. */
export const USAGE_ANNOTATION = 'fairlead.dev/simulated-usage'
/** For a run that began before this agent was told of it: when, as ISO 8601. */
export const STARTED_ANNOTATION = 'fairlead.dev/simulated-started-at'

/**
 * How long a run starts and runs, and how it ends. The same run draws the same life on every host and after every restart: its
 * annotations decide, and where they are silent its id does. Durations are exponential around the mean, between a tenth and five times.
 */
export function drawLife(
  request: RunRequest,
  defaults: SimulatedDefaults,
  secondMs: number,
): Pick<SimulatedRun, 'startMs' | 'runMs' | 'exitCode' | 'beganAt' | 'usage'> {
  const random = seededRandom(`${request.runId}:${request.generation}`)
  const drawnShare = Math.min(5, Math.max(0.1, -Math.log(1 - random())))
  const failureDraw = random()
  const failurePoint = random()
  const delayMs = defaults.startDelaySeconds * (0.5 + random()) * secondMs
  const beganAt = Date.parse(request.spec.annotations[STARTED_ANNOTATION] ?? '')
  const usage = numberOf(request.spec.annotations[USAGE_ANNOTATION])
  const start = {
    ...(Number.isNaN(beganAt) ? { startMs: delayMs } : { startMs: 0, beganAt }),
    ...(usage === undefined ? {} : { usage: Math.min(1, usage) }),
  }

  const wantedSeconds = numberOf(request.spec.annotations[DURATION_ANNOTATION])
  const wantedExit = numberOf(request.spec.annotations[EXIT_CODE_ANNOTATION])
  const seconds = wantedSeconds ?? defaults.durationSeconds * drawnShare
  if (wantedExit !== undefined) return { ...start, runMs: seconds * secondMs, exitCode: Math.trunc(wantedExit) }
  const hasFailed = failureDraw < defaults.failureRate
  return { ...start, runMs: seconds * secondMs * (hasFailed ? failurePoint : 1), exitCode: hasFailed ? 1 : 0 }
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const value = Number(text)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}
