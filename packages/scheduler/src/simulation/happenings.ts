import { countCapacity } from './capacity-over-time.ts'
import { popEvent, RUN_ENDS, VICTIM_LEAVES } from './event-heap.ts'
import { noteFreed } from './freed-room.ts'
import { addItem, foreseeWaiting, learn, type Item, type SimulatedWorld } from './simulated-world.ts'
import { joinWaiting, sizeWindows, stopWaiting, waitAgain } from './waiting-window.ts'
import type { Attempt } from './simulation-result.ts'

/** When something happens next; `Infinity`: never. */
export function nextHappening(world: SimulatedWorld): number {
  const { events, arrivals, changes } = world
  const event = events.size === 0 ? Infinity : events.at[0]!
  return Math.min(event, arrivals[world.nextArrival]?.at ?? Infinity, changes[world.nextChange]?.at ?? Infinity)
}

/** Lets everything happen that is due: the world changes, then runs end, then work arrives. */
export function letHappen(world: SimulatedWorld): void {
  const { now, events, arrivals, changes } = world
  while (world.nextChange < changes.length && changes[world.nextChange]!.at <= now) change(world)
  while (events.size > 0 && events.at[0]! <= now) happen(world)
  while (world.nextArrival < arrivals.length && arrivals[world.nextArrival]!.at <= now) arrive(world)
}

function arrive(world: SimulatedWorld): void {
  const { at, workload, runtimeMs } = world.arrivals[world.nextArrival++]!
  const { run: _run, nomination: _nomination, ...bare } = workload
  const item = addItem(world, { ...bare, submittedAt: at }, runtimeMs)
  item.phase = 'waiting'
  world.waiting += 1
  world.isDirty = true
  joinWaiting(world, item)
  foreseeWaiting(world, item)
}

function happen(world: SimulatedWorld): void {
  const { events } = world
  const item = world.items[events.subject[0]!]!
  const kind = events.kind[0]!
  const serial = events.serial[0]!
  popEvent(events)
  if (kind === RUN_ENDS) {
    if (item.serial === serial && item.attempt !== undefined) end(world, item)
  } else if (kind === VICTIM_LEAVES) {
    if (item.serial === serial && item.phase === 'stopping') queueAgain(world, item, 'preempted')
  } else if (world.waiting > 0) world.isDirty = true
}

function end(world: SimulatedWorld, item: Item): void {
  const { upsert, attempt, record } = item
  const needed = (item.runtimeMs * upsert.replicas) / Math.max(1, attempt!.nodeIds.length)
  const at = Math.min(world.now, item.endsAt)
  leave(world, item, needed > (upsert.timeLimitMs ?? Infinity) ? 'time-limit' : 'ended', at)
  item.phase = 'ended'
  record.state = 'ended'
  record.endedAt = at
  world.news.push({ kind: 'remove', of: 'workload', id: upsert.id })
}

/** Its run is gone with all that it had done, and it waits where it stood in line before. */
export function queueAgain(world: SimulatedWorld, item: Item, why: 'preempted' | 'displaced'): void {
  const { record, attempt, upsert } = item
  record.lostMs += world.now - attempt!.startAt
  if (why === 'preempted') {
    record.preemptions += 1
    world.counts.preemptions += 1
  } else world.counts.displaced += 1
  leave(world, item, why)
  item.phase = 'waiting'
  item.waitsFrom = world.now
  record.state = 'waiting'
  world.waiting += 1
  waitAgain(world, item)
  world.news.push({ kind: 'run', workloadId: upsert.id, run: undefined })
}

function leave(world: SimulatedWorld, item: Item, end: NonNullable<Attempt['end']>, at = world.now): void {
  if (world.freed !== undefined) noteFreed(world.freed, item.attempt!.nodeIds, item.upsert.requests, at)
  item.attempt!.endAt = at
  item.attempt!.end = end
  item.attempt = undefined
  world.isDirty = true
}

function change(world: SimulatedWorld): void {
  const { at, deltas } = world.changes[world.nextChange++]!
  for (const delta of deltas) {
    if (delta.kind === 'workload') {
      throw new RangeError(`simulate: a change holds the workload ${delta.id}; give what comes later as an arrival`)
    }
    if (delta.kind === 'remove' && delta.of === 'workload') cancel(world, delta.id)
    learn(world, delta)
    if (delta.kind === 'remove' && (delta.of === 'node' || delta.of === 'cluster')) displace(world, delta.of, delta.id)
  }
  sizeWindows(world)
  countCapacity(world.capacity, at, world.nodes.values())
  world.isDirty = true
}

/** Arrivals that are still to come cannot be cancelled. */
function cancel(world: SimulatedWorld, id: string): void {
  const item = world.items[world.index.get(id) ?? -1]
  if (item === undefined || item.phase === 'ended' || item.phase === 'cancelled') return
  const wasWaiting = item.attempt === undefined
  item.phase = 'cancelled'
  if (!wasWaiting) leave(world, item, 'cancelled')
  else {
    world.waiting -= 1
    if (item.isShown) stopWaiting(world, item)
  }
  item.record.state = 'cancelled'
  item.record.endedAt = world.now
  world.awaited.delete(id)
  if (item.isShown) world.news.push({ kind: 'remove', of: 'workload', id })
}

function displace(world: SimulatedWorld, of: 'node' | 'cluster', id: string): void {
  for (const item of world.items) {
    if (item.attempt === undefined) continue
    const { clusterId, nodeIds } = item.attempt
    if (of === 'node' ? nodeIds.includes(id) : clusterId === id) queueAgain(world, item, 'displaced')
  }
}
