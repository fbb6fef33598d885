import type { Delta, WorkloadUpsert } from '../delta.ts'
import type { Policy } from '../policy.ts'
import { correct, type Calibration } from './calibration.ts'
import { drawScenario, type ArrivalHistory } from './draw-scenario.ts'
import type { RunHistory } from './run-history.ts'
import { simulate } from './simulate.ts'
import { sizeClassOf } from './size-class.ts'

export interface ForecastInput {
  /** As for `simulate`. */
  world: readonly Delta[]
  now: number
  /** Default: all that wait. Ids of work that does not wait are passed over. */
  workloadIds?: readonly string[]
  history: RunHistory
  /** What arrived lately stands for what will. Default: nothing arrives. */
  recent?: ArrivalHistory
  policy?: Partial<Policy>
  /** Futures that are played. Default 40. */
  simulations?: number
  /** Default 1. */
  seed?: number
  /** No start is looked for beyond it. Default 14 days. */
  horizonMs?: number
  /** Default 10 s. */
  roundEveryMs?: number
  /** How coarse what is far away may be; see `SimulationInput.coarsening`. Default 0.05. */
  coarsening?: number
  graceMs?: number
  /** Corrects what is drawn by how earlier forecasts held. */
  calibration?: Calibration
}

/** When a waiting workload starts. */
export interface Forecast {
  workloadId: string
  madeAt: number
  sizeClass: string
  /** It starts in the next round, whatever chance brings. */
  startsNow: boolean
  /** Half of the time it starts by then; undefined: not within the horizon. */
  p50At?: number
  /** Nine times of ten. */
  p90At?: number
  /** The same before correction: this is what `calibrate` learns from. */
  drawn: { p50At?: number; p90At?: number }
  simulations: number
  /** Futures in which it did not start within the horizon. */
  notStarted: number
}

const DEFAULTS = { simulations: 40, seed: 1, horizonMs: 14 * 86_400_000, coarsening: 0.05 } as const
/** The first look ahead, and how much farther each next one goes. */
const FIRST_LOOK_MS = 6 * 3_600_000
const LOOK_GROWTH = 2

/**
 * Forecasts starts: plays many futures on the engine, with running times and arrivals drawn from the past, and reads the median
 * and the ninth decile of each start. In order of id; the same input gives the same forecasts.
 */
export function forecastStarts(input: ForecastInput): Forecast[] {
  const { world, now, calibration } = input
  const { simulations, seed, horizonMs, coarsening } = { ...DEFAULTS, ...input }
  const asked = waitingOf(world, input.workloadIds)
  if (asked.length === 0) return []
  const ids = new Set(asked.map(({ id }) => id))
  const startsNow = startsOf(input, { startAt: now, until: now, arrivals: [] }, ids, 0)
  const left = new Set([...ids].filter((id) => !startsNow.has(id)))
  const starts = new Map<string, number[]>([...left].map((id) => [id, []]))
  // How far a future is looked at changes nothing in it: the next one begins where the last one ended.
  let lookMs = Math.min(FIRST_LOOK_MS, horizonMs)
  for (let i = 0; i < simulations && left.size > 0; i++) {
    for (; ; lookMs = Math.min(lookMs * LOOK_GROWTH, horizonMs)) {
      const until = now + lookMs
      const scenario = drawScenario({ ...input, startAt: now, until }, seed * 1_000_003 + i)
      const found = startsOf(input, { startAt: now, until, ...scenario }, left, coarsening)
      if (found.size < left.size && lookMs < horizonMs) continue
      for (const [id, at] of found) starts.get(id)!.push(at)
      break
    }
  }
  return asked.map((workload) => {
    const { id } = workload
    const base = { workloadId: id, madeAt: now, sizeClass: sizeClassOf(workload), simulations }
    if (startsNow.has(id)) {
      return { ...base, startsNow: true, p50At: now, p90At: now, drawn: { p50At: now, p90At: now }, notStarted: 0 }
    }
    const found = starts.get(id)!
    const drawn = quantilesOf(found, simulations)
    const corrected = calibration === undefined ? drawn : correct(calibration, now, drawn)
    return { ...base, startsNow: false, ...corrected, drawn, notStarted: simulations - found.length }
  })
}

function waitingOf(world: readonly Delta[], chosen: readonly string[] | undefined): WorkloadUpsert[] {
  const wanted = chosen === undefined ? undefined : new Set(chosen)
  return world
    .filter((delta) => delta.kind === 'workload')
    .filter(({ id, run }) => run === undefined && (wanted === undefined || wanted.has(id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** When each of `ids` starts in one future; without those that do not. */
function startsOf(
  { world, policy, roundEveryMs, graceMs }: ForecastInput,
  future: Pick<Parameters<typeof simulate>[0], 'startAt' | 'until' | 'arrivals' | 'runtimesMs'>,
  ids: ReadonlySet<string>,
  coarsening: number,
): Map<string, number> {
  const { workloads } = simulate({
    world,
    ...future,
    untilStarted: ids,
    coarsening,
    sampleEveryMs: Infinity,
    ...(policy === undefined ? {} : { policy }),
    ...(roundEveryMs === undefined ? {} : { roundEveryMs }),
    ...(graceMs === undefined ? {} : { graceMs }),
  })
  const starts = new Map<string, number>()
  for (const { id, startedAt } of workloads) if (startedAt !== undefined && ids.has(id)) starts.set(id, startedAt)
  return starts
}

/** Over all futures; those without a start count as later than any. */
function quantilesOf(starts: readonly number[], simulations: number): { p50At?: number; p90At?: number } {
  const sorted = new Float64Array(simulations).fill(Infinity)
  sorted.set(starts)
  sorted.sort()
  const p50At = between(sorted, 0.5)
  const p90At = between(sorted, 0.9)
  return { ...(p50At === Infinity ? {} : { p50At }), ...(p90At === Infinity ? {} : { p90At }) }
}

/** What a further draw of the same law stays below with chance `q`: at rank (n + 1) q, in between where that is no whole number. */
function between(sorted: Float64Array, q: number): number {
  const last = sorted.length - 1
  const at = Math.min(last, Math.max(0, (sorted.length + 1) * q - 1))
  const low = sorted[Math.floor(at)]!
  const high = sorted[Math.ceil(at)]!
  return low === high ? low : Math.round(low + (high - low) * (at - Math.floor(at)))
}
