import type { Delta, NodeUpsert, PoolUpsert, QueueUpsert, WorkloadUpsert } from '../delta.ts'
import { openCapacity, type CapacityOverTime } from './capacity-over-time.ts'
import { createEventHeap, pushEvent, RUN_ENDS, TIME_PASSES, VICTIM_LEAVES, type EventHeap } from './event-heap.ts'
import { openFreedRoom, type FreedRoom } from './freed-room.ts'
import { SIMULATION_DEFAULTS, type Arrival, type SimulationInput } from './simulation-input.ts'
import {
  createWaitingWindow,
  joinWaiting,
  sizeWindows,
  type WaitingClass,
  type WaitingWindow,
} from './waiting-window.ts'
import type { Attempt, SimulatedWorkload } from './simulation-result.ts'

export type Phase = 'coming' | 'waiting' | 'running' | 'stopping' | 'ended' | 'cancelled'

/** A workload on its way through virtual time. */
export interface Item {
  upsert: WorkloadUpsert
  runtimeMs: number
  phase: Phase
  /** Since when it waits for its next start. */
  waitsFrom: number
  /** When its present run is over by itself. */
  endsAt: number
  /** Counts its starts, so that what was foreseen for an earlier one can be told apart. */
  serial: number
  record: SimulatedWorkload
  /** While it is on nodes. */
  attempt: Attempt | undefined
  runId: string
  /** Nodes of its nomination, joined; empty: none. */
  nominated: string
  /** True: the planner knows it. */
  isShown: boolean
  /** While it waits or has waited. */
  waitingClass: WaitingClass | undefined
}

/** The world in virtual time. */
export interface SimulatedWorld {
  input: SimulationInput
  graceMs: number
  /** True: runs may be preempted, so that minimum running times matter. */
  isPreempting: boolean
  now: number
  items: Item[]
  index: Map<string, number>
  events: EventHeap
  arrivals: Arrival[]
  nextArrival: number
  nextChange: number
  changes: NonNullable<SimulationInput['changes']>
  /** What the planner has not been told yet. */
  news: Delta[]
  /** Something happened that a round may answer to. */
  isDirty: boolean
  waiting: number
  window: WaitingWindow
  pools: Map<string, PoolUpsert>
  queues: Map<string, QueueUpsert>
  nodes: Map<string, NodeUpsert>
  capacity: CapacityOverTime
  /** Where rounds get sparser; else undefined. */
  freed: FreedRoom | undefined
  /** Times of preemptions within the last hour, by pool id, where a pool has a rate limit. */
  preempted: Map<string, number[]>
  /** Those of `untilStarted` that have not started. */
  awaited: Set<string>
  counts: { rounds: number; starts: number; preemptions: number; displaced: number; looks: number; checks: number }
}

export function openWorld(input: SimulationInput): SimulatedWorld {
  const world: SimulatedWorld = {
    input,
    graceMs: input.graceMs ?? SIMULATION_DEFAULTS.graceMs,
    isPreempting: (input.order ?? 'fair') === 'fair',
    now: input.startAt,
    items: [],
    index: new Map(),
    events: createEventHeap(),
    arrivals: [...(input.arrivals ?? [])].sort((a, b) => a.at - b.at || (a.workload.id < b.workload.id ? -1 : 1)),
    nextArrival: 0,
    nextChange: 0,
    changes: [...(input.changes ?? [])].sort((a, b) => a.at - b.at),
    news: [],
    isDirty: true,
    waiting: 0,
    window: createWaitingWindow(input.showsAllWaiting === true),
    pools: new Map(),
    queues: new Map(),
    nodes: new Map(),
    capacity: openCapacity([], input.startAt, Infinity),
    freed: (input.coarsening ?? 0) > 0 ? openFreedRoom(input.startAt) : undefined,
    preempted: new Map(),
    awaited: new Set(input.untilStarted),
    counts: { rounds: 0, starts: 0, preemptions: 0, displaced: 0, looks: 0, checks: 0 },
  }
  for (const delta of input.world) learn(world, delta)
  sizeWindows(world)
  const standing = input.world.filter((delta) => delta.kind === 'workload')
  for (const upsert of standing.sort((a, b) => a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1))) {
    addStanding(world, upsert)
  }
  return world
}

/** Keeps what the simulation itself needs to know, and passes the news on. */
export function learn(world: SimulatedWorld, delta: Delta): void {
  switch (delta.kind) {
    case 'pool':
      world.pools.set(delta.id, delta)
      break
    case 'queue':
      world.queues.set(delta.id, delta)
      break
    case 'node':
      world.nodes.set(delta.id, delta)
      break
    case 'cluster':
      break
    case 'workload':
      return
    case 'remove':
      if (delta.of === 'workload') return
      if (delta.of === 'pool') world.pools.delete(delta.id)
      if (delta.of === 'queue') world.queues.delete(delta.id)
      if (delta.of === 'node') world.nodes.delete(delta.id)
      break
    case 'run':
    case 'nomination':
      throw new RangeError(
        `simulate: the world holds a ${delta.kind} of ${delta.workloadId} by itself; give it with its workload, as describeState does`,
      )
  }
  world.news.push(delta)
}

/** Work that is there when the simulation begins. */
function addStanding(world: SimulatedWorld, upsert: WorkloadUpsert): void {
  const { input } = world
  const item = addItem(world, upsert, input.runtimesMs?.get(upsert.id) ?? Infinity)
  foreseeWaiting(world, item)
  if (upsert.run === undefined) {
    item.phase = 'waiting'
    item.nominated = upsert.nomination?.nodeIds.join() ?? ''
    world.waiting += 1
    joinWaiting(world, item)
    return
  }
  world.news.push(upsert)
  item.isShown = true
  const { id, clusterId, nodeIds, startedAt = input.startAt, stopping, poolId = upsert.poolId } = upsert.run
  item.runId = id
  item.phase = stopping ? 'stopping' : 'running'
  item.serial = 1
  item.attempt = { startAt: startedAt, poolId, clusterId, nodeIds }
  item.record.poolId = poolId
  item.record.attempts.push(item.attempt)
  item.record.startedAt = startedAt
  world.awaited.delete(upsert.id)
  foreseeEnd(world, item, world.now)
  if (!stopping) return
  item.attempt.stoppedAt = input.startAt
  pushEvent(world.events, input.startAt + world.graceMs, VICTIM_LEAVES, world.index.get(upsert.id)!, 1)
}

export function addItem(world: SimulatedWorld, upsert: WorkloadUpsert, runtimeMs: number): Item {
  if (world.index.has(upsert.id)) {
    throw new RangeError(`simulate: there are two workloads ${upsert.id}; give each an id of its own`)
  }
  if (!(runtimeMs >= 0)) {
    throw new RangeError(`simulate: the running time of ${upsert.id} is ${runtimeMs}; give milliseconds from 0 on`)
  }
  const { id, queueId, poolId, submittedAt } = upsert
  const item: Item = {
    upsert,
    runtimeMs,
    phase: 'coming',
    waitsFrom: submittedAt,
    endsAt: Infinity,
    serial: 0,
    record: { id, queueId, poolId, submittedAt, attempts: [], state: 'waiting', preemptions: 0, lostMs: 0 },
    attempt: undefined,
    runId: '',
    nominated: '',
    isShown: false,
    waitingClass: undefined,
  }
  world.index.set(id, world.items.length)
  world.items.push(item)
  return item
}

/** When its present run ends, not before `from`, and from when on it may be preempted. With fewer replicas than asked for, it runs longer in proportion. */
export function foreseeEnd(world: SimulatedWorld, item: Item, from: number): void {
  const { upsert, serial, attempt } = item
  const number = world.index.get(upsert.id)!
  const { startAt, nodeIds } = attempt!
  const needed = (item.runtimeMs * upsert.replicas) / Math.max(1, nodeIds.length)
  item.endsAt = Math.max(from, startAt + Math.min(needed, upsert.timeLimitMs ?? Infinity))
  if (item.endsAt !== Infinity) pushEvent(world.events, Math.max(world.now, item.endsAt), RUN_ENDS, number, serial)
  if (!world.isPreempting) return
  const minRuntimeMs = minRuntimeOf(world, upsert.queueId, attempt!.poolId)
  const at = startAt + minRuntimeMs
  if (minRuntimeMs > 0 && at > world.now) pushEvent(world.events, at, TIME_PASSES, number, serial)
}

/** Moments at which a waiting workload may start, or goes first, though nothing happened. */
export function foreseeWaiting(world: SimulatedWorld, { upsert }: Item): void {
  const number = world.index.get(upsert.id)!
  for (const { until } of upsert.avoid) {
    if (until > world.now) pushEvent(world.events, until, TIME_PASSES, number, 0)
  }
  const maxWaitMs = world.pools.get(upsert.poolId)?.maxWaitMs
  if (maxWaitMs === undefined || !world.isPreempting) return
  const at = upsert.submittedAt + maxWaitMs
  if (at > world.now) pushEvent(world.events, at, TIME_PASSES, number, 0)
}

function minRuntimeOf(world: SimulatedWorld, queueId: string, poolId: string): number {
  for (let id: string | undefined = queueId; id !== undefined;) {
    const queue: QueueUpsert | undefined = world.queues.get(id)
    const own = queue?.pools[poolId]?.minRuntimeMs
    if (own !== undefined) return own
    id = queue?.parentId
  }
  return world.pools.get(poolId)?.minRuntimeMs ?? 0
}
