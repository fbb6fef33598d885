import type { Delta, WorkloadUpsert } from '../delta.ts'
import type { ArrivalHistory } from './draw-scenario.ts'
import type { PastRun } from './run-history.ts'
import type { SimulationInput } from './simulation-input.ts'
import type { Attempt, SimulatedWorkload, SimulationResult } from './simulation-result.ts'
import { sizeClassOf } from './size-class.ts'

/** Any moment of a simulation, as somebody at that moment would know it. */
export interface Timeline {
  /** The world as of `at`, before the round of that moment; nominations are left out. */
  worldAt: (at: number) => Delta[]
  /** Runs that ended from `from` to `at`, and those that go on, with what is known of them at `at`. */
  runsAt: (at: number, from: number) => PastRun[]
  /** What arrived from `from` up to, not including, `until`. */
  arrivalsBetween: (from: number, until: number) => ArrivalHistory
}

export function timelineOf(input: SimulationInput, result: SimulationResult): Timeline {
  const upserts = new Map<string, WorkloadUpsert>()
  for (const delta of input.world) if (delta.kind === 'workload') upserts.set(delta.id, bare(delta))
  for (const { at, workload } of input.arrivals ?? []) {
    upserts.set(workload.id, bare({ ...workload, submittedAt: at }))
  }
  const workloads = result.workloads.map((record) => ({ record, upsert: upserts.get(record.id)! }))
  const arrivals = (input.arrivals ?? [])
    .map(({ at, workload }) => ({ at, workload: upserts.get(workload.id)! }))
    .sort((a, b) => a.at - b.at)
  return {
    worldAt: (at) => [
      ...objectsAt(input, at),
      ...workloads
        .filter(({ record }) => record.submittedAt <= at && (record.endedAt === undefined || record.endedAt > at))
        .map(({ record, upsert }) => workloadAt(record, upsert, at)),
    ],
    runsAt: (at, from) => workloads.flatMap(({ record, upsert }) => runsOf(record, sizeClassOf(upsert), at, from)),
    arrivalsBetween: (from, until) => ({
      from,
      until,
      arrivals: arrivals.filter(({ at }) => at >= from && at < until),
    }),
  }
}

function bare({ run: _run, nomination: _nomination, ...upsert }: WorkloadUpsert): WorkloadUpsert {
  return upsert
}

function objectsAt({ world, changes = [] }: SimulationInput, at: number): Delta[] {
  const objects = new Map<string, Delta>()
  const due = changes.filter((change) => change.at <= at).sort((a, b) => a.at - b.at)
  for (const delta of [...world, ...due.flatMap(({ deltas }) => deltas)]) {
    if (delta.kind === 'remove') objects.delete(`${delta.of}\n${delta.id}`)
    else if (delta.kind === 'cluster' || delta.kind === 'pool' || delta.kind === 'node' || delta.kind === 'queue') {
      objects.set(`${delta.kind}\n${delta.id}`, delta)
    }
  }
  return [...objects.values()]
}

function workloadAt({ attempts }: SimulatedWorkload, upsert: WorkloadUpsert, at: number): WorkloadUpsert {
  const attempt = attempts.find((one) => isOn(one, at))
  if (attempt === undefined) return upsert
  const { startAt, poolId, clusterId, nodeIds, stoppedAt } = attempt
  const id = `${upsert.id}/${attempts.indexOf(attempt) + 1}`
  const run = {
    id,
    poolId,
    clusterId,
    nodeIds,
    startedAt: startAt,
    stopping: stoppedAt !== undefined && stoppedAt < at,
  }
  return { ...upsert, run }
}

function isOn({ startAt, endAt }: Attempt, at: number): boolean {
  return startAt < at && (endAt === undefined || endAt > at)
}

function runsOf({ attempts, queueId }: SimulatedWorkload, sizeClass: string, at: number, from: number): PastRun[] {
  const runs: PastRun[] = []
  for (const { startAt, endAt = Infinity, end } of attempts) {
    if (startAt >= at || endAt < from) continue
    const isComplete = endAt <= at && end === 'ended'
    runs.push({ queueId, sizeClass, startedAt: startAt, runtimeMs: Math.min(endAt, at) - startAt, isComplete })
  }
  return runs
}
