import type { Delta, WorkloadUpsert } from '../delta.ts'
import { drawRuntime, type RunHistory } from './run-history.ts'
import { seededRandom } from './seeded-random.ts'
import type { Arrival } from './simulation-input.ts'
import { sizeClassOf } from './size-class.ts'

/** What arrived between two times. */
export interface ArrivalHistory {
  from: number
  until: number
  /** In order of `at`. */
  arrivals: readonly { at: number; workload: WorkloadUpsert }[]
}

export interface ScenarioInput {
  world: readonly Delta[]
  startAt: number
  /** Arrivals are drawn up to here. */
  until: number
  history: RunHistory
  /** Default: nothing arrives. */
  recent?: ArrivalHistory
  /** The past is cut into pieces of this length, so that bursts stay bursts. Default 4 h. */
  pieceMs?: number
}

const PIECE_MS = 4 * 3_600_000

/**
 * One future by chance: how long work runs, drawn from the history given how long it has run; and what arrives, drawn as whole
 * pieces of the recent past in any order (a block bootstrap, after Künsch, 1989). The same seed draws the same.
 */
export function drawScenario(
  { world, startAt, until, history, recent, pieceMs = PIECE_MS }: ScenarioInput,
  seed: number,
): { runtimesMs: Map<string, number>; arrivals: Arrival[] } {
  const random = seededRandom(seed)
  const runtimesMs = new Map<string, number>()
  for (const delta of world) {
    if (delta.kind !== 'workload') continue
    const elapsedMs = delta.run === undefined ? 0 : Math.max(0, startAt - (delta.run.startedAt ?? startAt))
    runtimesMs.set(delta.id, drawOne(history, delta, elapsedMs, random()))
  }
  const future = seededRandom(seed ^ 0x5bd1e995)
  return {
    runtimesMs,
    arrivals: recent === undefined ? [] : drawArrivals(recent, startAt, until, pieceMs, history, future),
  }
}

function drawOne(history: RunHistory, workload: WorkloadUpsert, elapsedMs: number, chance: number): number {
  const { queueId, timeLimitMs } = workload
  return drawRuntime(history, { queueId, sizeClass: sizeClassOf(workload), elapsedMs, timeLimitMs }, chance)
}

function drawArrivals(
  { from, until: to, arrivals: past }: ArrivalHistory,
  startAt: number,
  until: number,
  pieceMs: number,
  history: RunHistory,
  random: () => number,
): Arrival[] {
  const arrivals: Arrival[] = []
  const length = Math.min(pieceMs, to - from)
  if (length <= 0 || past.length === 0) return arrivals
  for (let at = startAt; at < until; at += length) {
    const since = from + random() * (to - from - length)
    for (let i = firstFrom(past, since); i < past.length && past[i]!.at < since + length; i++) {
      const { at: then, workload } = past[i]!
      const when = at + then - since
      if (when >= until) break
      const id = `drawn/${arrivals.length}`
      const runtimeMs = drawOne(history, workload, 0, random())
      arrivals.push({ at: when, runtimeMs, workload: { ...workload, id, submittedAt: when, avoid: [] } })
    }
  }
  return arrivals
}

function firstFrom(past: ArrivalHistory['arrivals'], since: number): number {
  let low = 0
  let high = past.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (past[middle]!.at >= since) high = middle
    else low = middle + 1
  }
  return low
}
