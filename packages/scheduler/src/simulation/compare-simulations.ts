import type { PoolOutcome, QueueOutcome, SimulatedWorkload, SimulationResult } from './simulation-result.ts'

/** What becomes of one queue or pool, before and after. */
export interface OutcomeChange<T> {
  before: T | undefined
  after: T | undefined
  /** Of the same workloads in both, mean wait from submission (or the start of the simulation) to the first start. */
  waits: WaitChange
  /** After less before. */
  preemptions: number
}

export interface WaitChange {
  workloads: number
  beforeMeanMs: number
  afterMeanMs: number
  /** Workloads that start earlier, later, and within a minute of before. */
  sooner: number
  later: number
  same: number
}

export const EFFECTS = ['GAINS', 'LOSES', 'SAME'] as const
/**
 * `GAINS`: its mean wait falls by more than a minute and 5 %; or it stays and it is preempted less. `LOSES`: the opposite.
 */
export type Effect = (typeof EFFECTS)[number]

export interface QueueChange extends OutcomeChange<QueueOutcome> {
  queueId: string
  poolId: string
  /** Part of the pool that it holds on average, after less before. */
  allocatedShare: number
  effect: Effect
}

export interface PoolChange extends OutcomeChange<PoolOutcome> {
  poolId: string
  /** Of the pool's resource, after less before. */
  utilisation: number
}

export interface SimulationComparison {
  /** By pool id, then queue id. */
  queues: QueueChange[]
  pools: PoolChange[]
  /** Queue ids, those with the largest change of mean wait first. */
  gainers: string[]
  losers: string[]
}

const TOLERANCE_MS = 60_000
const TOLERANCE_PART = 0.05

/**
 * Holds two simulations of the same work against each other: who waits less, who waits more, who is preempted more. Work that
 * never started counts as waiting until the end of the shorter simulation.
 */
export function compareSimulations(before: SimulationResult, after: SimulationResult): SimulationComparison {
  const pairs = pairUp(before, after)
  const queues = keysOf(before.queues, after.queues, ({ poolId, queueId }) => `${poolId}\n${queueId}`).map(
    ([was, will]): QueueChange => {
      const { queueId, poolId } = (was ?? will)!
      const mine = pairs.filter((pair) => pair.queueId === queueId && pair.poolId === poolId)
      const change = changeOf(was, will, mine)
      return {
        queueId,
        poolId,
        ...change,
        allocatedShare: (will?.allocatedShare ?? 0) - (was?.allocatedShare ?? 0),
        effect: effectOf(change),
      }
    },
  )
  const pools = keysOf(before.pools, after.pools, ({ poolId }) => poolId).map(([was, will]): PoolChange => {
    const { poolId, resource } = (will ?? was)!
    const used = (outcome: PoolOutcome | undefined) => outcome?.utilisation[resource] ?? 0
    const mine = pairs.filter((pair) => pair.poolId === poolId)
    return { poolId, ...changeOf(was, will, mine), utilisation: used(will) - used(was) }
  })
  const by = (effect: Effect) =>
    queues
      .filter((queue) => queue.effect === effect)
      .sort((a, b) => Math.abs(gainOf(b)) - Math.abs(gainOf(a)) || (a.queueId < b.queueId ? -1 : 1))
      .map(({ queueId }) => queueId)
  return { queues, pools, gainers: [...new Set(by('GAINS'))], losers: [...new Set(by('LOSES'))] }
}

interface Pair {
  queueId: string
  poolId: string
  beforeMs: number
  afterMs: number
}

/** Waits of work that is in both and had not started before. */
function pairUp(before: SimulationResult, after: SimulationResult): Pair[] {
  const end = Math.min(
    before.endedBy === 'until' ? before.endAt : Infinity,
    after.endedBy === 'until' ? after.endAt : Infinity,
  )
  const bound = end === Infinity ? Math.max(before.endAt, after.endAt) : end
  const known = new Map(before.workloads.map((workload) => [workload.id, workload]))
  const pairs: Pair[] = []
  for (const workload of after.workloads) {
    const was = known.get(workload.id)
    if (was === undefined) continue
    const since = Math.max(workload.submittedAt, after.startAt)
    const first = startOf(was, bound)
    const second = startOf(workload, bound)
    if (first < before.startAt && second < after.startAt) continue
    const { queueId, poolId } = was
    pairs.push({ queueId, poolId, beforeMs: Math.max(0, first - since), afterMs: Math.max(0, second - since) })
  }
  return pairs
}

function startOf({ startedAt }: SimulatedWorkload, bound: number): number {
  return Math.min(startedAt ?? bound, bound)
}

function changeOf<T extends { preemptions: number }>(
  before: T | undefined,
  after: T | undefined,
  pairs: readonly Pair[],
): OutcomeChange<T> {
  const mean = (of: (pair: Pair) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / Math.max(1, pairs.length)
  const sooner = pairs.filter(({ beforeMs, afterMs }) => beforeMs - afterMs > TOLERANCE_MS).length
  const later = pairs.filter(({ beforeMs, afterMs }) => afterMs - beforeMs > TOLERANCE_MS).length
  return {
    before,
    after,
    waits: {
      workloads: pairs.length,
      beforeMeanMs: mean(({ beforeMs }) => beforeMs),
      afterMeanMs: mean(({ afterMs }) => afterMs),
      sooner,
      later,
      same: pairs.length - sooner - later,
    },
    preemptions: (after?.preemptions ?? 0) - (before?.preemptions ?? 0),
  }
}

function gainOf({ waits }: { waits: WaitChange }): number {
  return waits.beforeMeanMs - waits.afterMeanMs
}

function effectOf(change: { waits: WaitChange; preemptions: number }): Effect {
  const gain = gainOf(change)
  if (Math.abs(gain) > Math.max(TOLERANCE_MS, TOLERANCE_PART * change.waits.beforeMeanMs))
    return gain > 0 ? 'GAINS' : 'LOSES'
  if (change.preemptions === 0) return 'SAME'
  return change.preemptions < 0 ? 'GAINS' : 'LOSES'
}

/** Pairs of what is before and after under the same key, by key. */
function keysOf<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (outcome: T) => string,
): [T | undefined, T | undefined][] {
  const first = new Map(before.map((outcome) => [keyOf(outcome), outcome]))
  const second = new Map(after.map((outcome) => [keyOf(outcome), outcome]))
  return [...new Set([...first.keys(), ...second.keys()])].sort().map((key) => [first.get(key), second.get(key)])
}
