import type { Delta, WorkloadUpsert } from '../delta.ts'
import { ALIKE, drawRuntime, type RunHistory } from './run-history.ts'
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
 * One future by chance: how long work runs, drawn from the history given how long it has run; and what arrives. Both are drawn as whole
 * pieces of the past in any order (a block bootstrap, after Künsch, 1989): what was submitted together is alike. The same seed draws the same.
 */
export function drawScenario(
  { world, startAt, until, history, recent, pieceMs = PIECE_MS }: ScenarioInput,
  seed: number,
): { runtimesMs: Map<string, number>; arrivals: Arrival[] } {
  const random = seededRandom(seed)
  const kinds: Kinds = { random: seededRandom(seed ^ 0x2545f491), byGroup: new Map() }
  const runtimesMs = new Map<string, number>()
  const workloads = world.filter((delta) => delta.kind === 'workload')
  for (const delta of workloads.sort((a, b) => a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1))) {
    const elapsedMs = delta.run === undefined ? 0 : Math.max(0, startAt - (delta.run.startedAt ?? startAt))
    runtimesMs.set(delta.id, drawOne(history, kinds, delta, elapsedMs, random()))
  }
  const future = seededRandom(seed ^ 0x5bd1e995)
  return {
    runtimesMs,
    arrivals: recent === undefined ? [] : drawArrivals(recent, startAt, until, pieceMs, history, kinds, future),
  }
}

/** Of what kind the work of each queue and size is, for {@link ALIKE} workloads one after the other. */
interface Kinds {
  random: () => number
  byGroup: Map<string, { kind: number; left: number }>
}

function kindOf({ random, byGroup }: Kinds, queueId: string, sizeClass: string): number {
  const key = `${queueId}\n${sizeClass}`
  let group = byGroup.get(key)
  // The first piece is of any length, as the batch that it stands for may be half through.
  if (group === undefined) byGroup.set(key, (group = { kind: random(), left: Math.ceil(random() * ALIKE) }))
  if (group.left === 0) {
    group.kind = random()
    group.left = ALIKE
  }
  group.left -= 1
  return group.kind
}

function drawOne(
  history: RunHistory,
  kinds: Kinds,
  workload: WorkloadUpsert,
  elapsedMs: number,
  chance: number,
): number {
  const { queueId, timeLimitMs } = workload
  const sizeClass = sizeClassOf(workload)
  const kind = kindOf(kinds, queueId, sizeClass)
  return drawRuntime(history, { queueId, sizeClass, elapsedMs, timeLimitMs, kind }, chance)
}

function drawArrivals(
  { from, until: to, arrivals: past }: ArrivalHistory,
  startAt: number,
  until: number,
  pieceMs: number,
  history: RunHistory,
  kinds: Kinds,
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
      const runtimeMs = drawOne(history, kinds, workload, 0, random())
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
