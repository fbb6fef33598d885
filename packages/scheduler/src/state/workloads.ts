import type { PlacedRun, WorkloadUpsert } from '../delta.ts'
import { addArrival, createArrivals, removeArrival, type Arrivals } from './arrivals.ts'
import { acquireClass, releaseClass } from './classes.ts'
import { growFloat64, growInt32, growUint8 } from './columns.ts'
import { addId, createIdTable, referTo, releaseId, undefineId, type IdTable } from './id-table.ts'
import { referToNode } from './nodes.ts'
import { createSlab, giveBlock, takeBlock, type Slab } from './slab.ts'
import type { SchedulerState } from './state.ts'

export interface WorkloadTable {
  table: IdTable
  arrivals: Arrivals
  class: Int32Array
  submittedAt: Float64Array
  /** Number in `users`; -1: nobody. */
  user: Int32Array
  users: IdTable
  /** NaN: unknown. */
  timeLimitMs: Float64Array
  /** Cluster of the run; -1: none. */
  runCluster: Int32Array
  runId: string[]
  /** NaN: not started. */
  startedAt: Float64Array
  stopping: Uint8Array
  /** Nodes of the run, or of the nomination, in `slab`. */
  slotStart: Int32Array
  slotCount: Int32Array
  slab: Slab
  /** Cluster of the nomination; -1: none. A workload with a run keeps no nomination. */
  nominatedCluster: Int32Array
  /** Pool of the run or nomination where that is not the first of its class; else -1. */
  otherPool: Int32Array
}

export function createWorkloadTable(): WorkloadTable {
  return {
    table: createIdTable(),
    arrivals: createArrivals(),
    class: new Int32Array(16),
    submittedAt: new Float64Array(16),
    user: new Int32Array(16),
    users: createIdTable(),
    timeLimitMs: new Float64Array(16),
    runCluster: new Int32Array(16),
    runId: [],
    startedAt: new Float64Array(16),
    stopping: new Uint8Array(16),
    slotStart: new Int32Array(16),
    slotCount: new Int32Array(16),
    slab: createSlab(),
    nominatedCluster: new Int32Array(16),
    otherPool: new Int32Array(16),
  }
}

export function upsertWorkload(state: SchedulerState, upsert: WorkloadUpsert): void {
  const { workloads } = state
  const known = workloads.table.index.get(upsert.id)
  if (known !== undefined) vacate(state, known)
  const next = acquireClass(state, upsert)
  if (known !== undefined) releaseClass(state, workloads.class[known]!)
  const number = known ?? addId(workloads.table, upsert.id)
  growWorkloads(workloads)
  if (known !== undefined && workloads.submittedAt[known] !== upsert.submittedAt) {
    removeArrival(workloads.arrivals, known)
    addArrival(workloads.arrivals, known)
  }
  const user = upsert.userId === undefined ? -1 : referTo(workloads.users, upsert.userId)
  if (known !== undefined) releaseUser(workloads, known)
  workloads.user[number] = user
  workloads.class[number] = next
  workloads.submittedAt[number] = upsert.submittedAt
  workloads.timeLimitMs[number] = upsert.timeLimitMs ?? Number.NaN
  if (known === undefined) {
    clearRun(workloads, number)
    addArrival(workloads.arrivals, number)
  }
  if (upsert.run !== undefined) occupy(state, number, upsert.run)
  else if (upsert.nomination !== undefined) nominate(state, number, upsert.nomination)
}

export function removeWorkload(state: SchedulerState, id: string): void {
  const { workloads } = state
  const number = workloads.table.index.get(id)
  if (number === undefined) return
  vacate(state, number)
  releaseClass(state, workloads.class[number]!)
  releaseUser(workloads, number)
  removeArrival(workloads.arrivals, number)
  undefineId(workloads.table, id)
}

function releaseUser(workloads: WorkloadTable, number: number): void {
  if (workloads.user[number]! >= 0) releaseId(workloads.users, workloads.user[number]!)
}

/** Sets or clears the run; a nomination ends with the run that it led to. */
export function changeRun(state: SchedulerState, workloadId: string, run: PlacedRun | undefined): void {
  const number = state.workloads.table.index.get(workloadId)
  if (number === undefined) return
  if (run === undefined && state.workloads.runCluster[number] === -1) return
  vacate(state, number)
  if (run !== undefined) occupy(state, number, run)
}

export function changeNomination(state: SchedulerState, workloadId: string, to: WorkloadUpsert['nomination']): void {
  const number = state.workloads.table.index.get(workloadId)
  if (number === undefined || state.workloads.runCluster[number] !== -1) return
  vacate(state, number)
  if (to !== undefined) nominate(state, number, to)
}

function occupy(state: SchedulerState, number: number, run: PlacedRun): void {
  const { workloads } = state
  workloads.runCluster[number] = referTo(state.clusters.table, run.clusterId)
  workloads.runId[number] = run.id
  workloads.startedAt[number] = run.startedAt ?? Number.NaN
  workloads.stopping[number] = run.stopping ? 1 : 0
  writeSlots(state, number, run.nodeIds)
  writePool(state, number, run.poolId)
  chargeNodes(state, number, 1)
}

function nominate(state: SchedulerState, number: number, to: NonNullable<WorkloadUpsert['nomination']>): void {
  state.workloads.nominatedCluster[number] = referTo(state.clusters.table, to.clusterId)
  writeSlots(state, number, to.nodeIds)
  writePool(state, number, to.poolId)
}

function writePool(state: SchedulerState, number: number, poolId: string | undefined): void {
  const first = state.classes.specs[state.workloads.class[number]!]!.poolId
  if (poolId !== undefined && poolId !== first) state.workloads.otherPool[number] = referTo(state.pools.table, poolId)
}

/** The pool that a workload counts in: that of its run or nomination, else its first. */
export function poolOf({ workloads, classes }: SchedulerState, workload: number): number {
  const other = workloads.otherPool[workload]!
  return other === -1 ? classes.pool[workloads.class[workload]!]! : other
}

/** Takes run and nomination away, with all that they refer to. */
function vacate(state: SchedulerState, number: number): void {
  const { workloads } = state
  const runCluster = workloads.runCluster[number]!
  const nominated = workloads.nominatedCluster[number]!
  if (runCluster === -1 && nominated === -1) return
  if (runCluster !== -1) chargeNodes(state, number, -1)
  const start = workloads.slotStart[number]!
  const count = workloads.slotCount[number]!
  for (let slot = start; slot < start + count; slot++) {
    releaseId(state.nodes.table, workloads.slab.values[slot]!)
  }
  if (count > 0) giveBlock(workloads.slab, start, count)
  releaseId(state.clusters.table, runCluster === -1 ? nominated : runCluster)
  if (workloads.otherPool[number] !== -1) releaseId(state.pools.table, workloads.otherPool[number]!)
  clearRun(workloads, number)
}

function clearRun(workloads: WorkloadTable, number: number): void {
  workloads.runCluster[number] = -1
  workloads.nominatedCluster[number] = -1
  workloads.otherPool[number] = -1
  workloads.runId[number] = ''
  workloads.startedAt[number] = Number.NaN
  workloads.stopping[number] = 0
  workloads.slotStart[number] = 0
  workloads.slotCount[number] = 0
}

function writeSlots(state: SchedulerState, number: number, nodeIds: readonly string[]): void {
  const { workloads } = state
  const start = nodeIds.length === 0 ? 0 : takeBlock(workloads.slab, nodeIds.length)
  for (let i = 0; i < nodeIds.length; i++) workloads.slab.values[start + i] = referToNode(state, nodeIds[i]!)
  workloads.slotStart[number] = start
  workloads.slotCount[number] = nodeIds.length
}

function chargeNodes(state: SchedulerState, number: number, sign: 1 | -1): void {
  const { workloads, nodes, shapes, width } = state
  const request = state.classes.shape[workloads.class[number]!]! * width
  const end = workloads.slotStart[number]! + workloads.slotCount[number]!
  for (let slot = workloads.slotStart[number]!; slot < end; slot++) {
    const node = workloads.slab.values[slot]! * width
    for (let r = 0; r < width; r++) nodes.used[node + r]! += sign * shapes.requests[request + r]!
  }
}

function growWorkloads(workloads: WorkloadTable): void {
  const size = workloads.table.size
  // All columns have the same capacity.
  if (size <= workloads.class.length) return
  workloads.class = growInt32(workloads.class, size)
  workloads.submittedAt = growFloat64(workloads.submittedAt, size)
  workloads.user = growInt32(workloads.user, size)
  workloads.timeLimitMs = growFloat64(workloads.timeLimitMs, size)
  workloads.runCluster = growInt32(workloads.runCluster, size)
  workloads.startedAt = growFloat64(workloads.startedAt, size)
  workloads.stopping = growUint8(workloads.stopping, size)
  workloads.slotStart = growInt32(workloads.slotStart, size)
  workloads.slotCount = growInt32(workloads.slotCount, size)
  workloads.nominatedCluster = growInt32(workloads.nominatedCluster, size)
  workloads.otherPool = growInt32(workloads.otherPool, size)
}
