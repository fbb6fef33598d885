import { RunBody, type RunSpec } from '@fairlead/protocol'
import { z } from 'zod'
import type { RunRequest, StopOrder } from '../drivers/driver.ts'
import type { StoredItem } from '../store/desired-store.ts'

/** What is wanted of one run, in the few figures that reconciling needs. The full spec is read again when the run is started. */
export type Wish = {
  runId: string
  generation: number
  rev: number
  /** Set when the run is to end, or never to begin. */
  stop: StopOrder | undefined
  graceMs: number
  /** Running time after which the run has to end, in real time and as the workload counts it. */
  timeoutMs: number | undefined
  timeoutSeconds: number | undefined
}

export type ReadWish = { wish: Wish; spec: RunSpec } | { problem: string }

const RunId = z.uuid()

/** Reads a stored item of kind `run`. A problem concerns this item alone. @param secondMs Real milliseconds of a workload's second. */
export function readWish(item: StoredItem, secondMs: number): ReadWish {
  if (!RunId.safeParse(item.key).success) return { problem: 'the key of a run must be a UUID' }
  const parsed = RunBody.safeParse(JSON.parse(item.body))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a run'}` }
  }
  const { state, stop, spec } = parsed.data
  const graceMs = spec.stopGraceSeconds * 1000
  return {
    spec,
    wish: {
      runId: item.key,
      generation: item.generation,
      rev: item.rev,
      graceMs,
      timeoutMs: spec.timeoutSeconds === undefined ? undefined : spec.timeoutSeconds * secondMs,
      timeoutSeconds: spec.timeoutSeconds,
      stop:
        state === 'stopped'
          ? { reason: stop?.reason ?? 'USER_CANCEL', message: stop?.message ?? 'stopped on request', graceMs }
          : undefined,
    },
  }
}

export function requestOf(wish: Wish, spec: RunSpec): RunRequest {
  return { runId: wish.runId, generation: wish.generation, spec }
}
