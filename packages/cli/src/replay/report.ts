import type { Collected } from './collect.ts'
import type { QueueShare } from './share-quota.ts'
import { held, heldOverTime, meanHeld, spreadOf, type Interval, type Spread } from './statistics.ts'

export interface QueueReport {
  queue: string
  jobs: number
  deservedGpus: number
  /** Of the fleet, from 0 to 1. */
  deservedShare: number
  /** Held, in GPU-seconds of the replay. */
  gpuSeconds: number
  /** Of all GPU-seconds that were held, from 0 to 1. */
  share: number
  /** Seconds of the replay from submission to the first decision for it. */
  wait: Spread
}

export interface RunReport {
  queues: QueueReport[]
  /** Over all queues. */
  wait: Spread
  /** Seconds from decision to running. */
  start: Spread
  utilisation: { mean: number; whileArriving: number; overTime: number[]; gpus: number }
  makespanSeconds: number
  decisions: { placed: number; preempted: number; perSecond: number }
  preemptions: number
  ends: Record<string, number>
}

const PARTS = 40

/** What a replay has shown, from what the control plane has on record. Times are those of its clock. */
export function reportOf(
  collected: readonly Collected[],
  options: { shares: readonly QueueShare[]; queueOf: (workloadId: string) => string; gpus: number },
): RunReport {
  const { shares, queueOf, gpus } = options
  const rows = collected.map(({ workload, runs }) => {
    const inOrder = runs.toSorted((a, b) => a.generation - b.generation)
    const [first] = inOrder
    const submittedAt = seconds(workload.submittedAt)
    return {
      queue: queueOf(workload.id),
      submittedAt,
      endedAt: workload.finishedAt === null ? undefined : seconds(workload.finishedAt),
      wait: first ? seconds(first.assignedAt) - submittedAt : undefined,
      start: first?.startedAt ? seconds(first.startedAt) - seconds(first.assignedAt) : undefined,
      phase: workload.status.phase,
      preemptions: workload.preemptions,
      runs: inOrder.length,
      intervals: inOrder.map((run): Interval => ({
        from: seconds(run.assignedAt),
        to: run.finishedAt === null ? seconds(run.assignedAt) : seconds(run.finishedAt),
        amount: ((workload.requests['gpu'] ?? 0) / 1000) * workload.replicas,
      })),
    }
  })
  const from = least(rows.map((row) => row.submittedAt))
  const lastSubmit = most(rows.map((row) => row.submittedAt))
  const to = most(rows.flatMap((row) => row.endedAt ?? []))
  const intervals = rows.flatMap((row) => row.intervals)
  const allHeld = held(intervals)
  const placed = rows.reduce((sum, row) => sum + row.runs, 0)
  const preemptions = rows.reduce((sum, row) => sum + row.preemptions, 0)
  const part = (amount: number) => (gpus === 0 ? 0 : amount / gpus)
  const makespanSeconds = Math.max(0, to - from)

  const queues = shares.map(({ queue, deserved }): QueueReport => {
    const mine = rows.filter((row) => row.queue === queue)
    const gpuSeconds = held(mine.flatMap((row) => row.intervals))
    return {
      queue,
      jobs: mine.length,
      deservedGpus: deserved,
      deservedShare: part(deserved),
      gpuSeconds,
      share: allHeld === 0 ? 0 : gpuSeconds / allHeld,
      wait: spreadOf(mine.flatMap((row) => row.wait ?? [])),
    }
  })
  return {
    queues,
    wait: spreadOf(rows.flatMap((row) => row.wait ?? [])),
    start: spreadOf(rows.flatMap((row) => row.start ?? [])),
    utilisation: {
      mean: part(meanHeld(intervals, from, to)),
      whileArriving: part(meanHeld(intervals, from, lastSubmit)),
      overTime: makespanSeconds === 0 ? [] : heldOverTime(intervals, from, to, PARTS).map(part),
      gpus,
    },
    makespanSeconds,
    decisions: {
      placed,
      preempted: preemptions,
      perSecond: makespanSeconds === 0 ? 0 : (placed + preemptions) / makespanSeconds,
    },
    preemptions,
    ends: countBy(rows.map((row) => row.phase)),
  }
}

function seconds(iso: string): number {
  return Date.parse(iso) / 1000
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), values[0] ?? 0)
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), values[0] ?? 0)
}

function countBy(values: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]))
}
