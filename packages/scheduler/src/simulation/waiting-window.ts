import type { QueueUpsert, WorkloadUpsert } from '../delta.ts'
import type { Item, SimulatedWorld } from './simulated-world.ts'

/**
 * The planner is shown only the first of each class that waits, one more than all nodes together and the largest quota could hold. What stands
 * behind them changes nothing: no round can get to it, and no queue gets a larger share for asking for more than all there is. So rounds
 * cost what can be decided and not what waits.
 */
export interface WaitingWindow {
  classes: Map<string, WaitingClass>
  /** By resource: the most that could be held or promised. */
  most: Record<string, number>
  isUnbounded: boolean
}

export interface WaitingClass {
  sample: WorkloadUpsert
  size: number
  /** How many wait that the planner knows. */
  shown: number
  /** Those behind, in order of arrival; from `next` on. */
  behind: Item[]
  next: number
}

export function createWaitingWindow(isUnbounded: boolean): WaitingWindow {
  return { classes: new Map(), most: {}, isUnbounded }
}

/** A workload waits that the planner does not know yet. */
export function joinWaiting(world: SimulatedWorld, item: Item): void {
  const waitingClass = classFor(world.window, item.upsert)
  item.waitingClass = waitingClass
  if (waitingClass.shown < waitingClass.size || item.upsert.avoid.length > 0) show(world, waitingClass, item)
  else waitingClass.behind.push(item)
}

/** A workload that the planner knows waits again. */
export function waitAgain(world: SimulatedWorld, item: Item): void {
  item.waitingClass ??= classFor(world.window, item.upsert)
  item.waitingClass.shown += 1
}

/** A workload that the planner knows waits no more. */
export function stopWaiting(world: SimulatedWorld, { waitingClass }: Item): void {
  if (waitingClass === undefined) return
  waitingClass.shown -= 1
  fill(world, waitingClass)
}

/** After nodes or quotas changed. */
export function sizeWindows(world: SimulatedWorld): void {
  world.window.most = mostOf(world)
  for (const waitingClass of world.window.classes.values()) {
    waitingClass.size = sizeFor(world.window, waitingClass.sample)
    fill(world, waitingClass)
  }
}

function fill(world: SimulatedWorld, waitingClass: WaitingClass): void {
  const { behind, size } = waitingClass
  while (waitingClass.shown < size && waitingClass.next < behind.length) {
    const item = behind[waitingClass.next++]!
    if (item.phase === 'waiting') show(world, waitingClass, item)
  }
  if (waitingClass.next < behind.length || waitingClass.next === 0) return
  waitingClass.behind = []
  waitingClass.next = 0
}

function show(world: SimulatedWorld, waitingClass: WaitingClass, item: Item): void {
  waitingClass.shown += 1
  item.isShown = true
  world.news.push(item.upsert)
}

function classFor(window: WaitingWindow, upsert: WorkloadUpsert): WaitingClass {
  const { queueId, poolId, classKey, priority, preemptible, replicas, timeLimitMs = '', userId = '' } = upsert
  const key = `${queueId}\n${poolId}\n${classKey}\n${priority}\n${preemptible}\n${replicas}\n${timeLimitMs}\n${userId}`
  let found = window.classes.get(key)
  if (found === undefined) {
    found = { sample: upsert, size: sizeFor(window, upsert), shown: 0, behind: [], next: 0 }
    window.classes.set(key, found)
  }
  return found
}

function sizeFor(
  { most, isUnbounded }: WaitingWindow,
  { requests, replicas, replicasMin = replicas }: WorkloadUpsert,
): number {
  if (isUnbounded) return Infinity
  let size = 1
  for (const [name, amount] of Object.entries(requests)) {
    const each = amount * Math.max(1, replicasMin)
    if (each > 0) size = Math.max(size, Math.floor((most[name] ?? 0) / each) + 1)
  }
  return size
}

function mostOf({ nodes, queues }: SimulatedWorld): Record<string, number> {
  const most: Record<string, number> = {}
  for (const { allocatable } of nodes.values()) {
    for (const [name, amount] of Object.entries(allocatable)) most[name] = (most[name] ?? 0) + amount
  }
  for (const queue of queues.values()) promise(most, queue)
  return most
}

function promise(most: Record<string, number>, { pools }: QueueUpsert): void {
  for (const { quotas } of Object.values(pools)) {
    for (const [name, { deserved }] of Object.entries(quotas)) {
      if (deserved !== null) most[name] = Math.max(most[name] ?? 0, deserved)
    }
  }
}
