import type { Assignment, Nomination, Plan, Preemption } from '../plan.ts'
import { pushEvent, VICTIM_LEAVES } from './event-heap.ts'
import { startFrom } from './freed-room.ts'
import { queueAgain } from './happenings.ts'
import { countPreemption } from './preemption-rate.ts'
import { stopWaiting } from './waiting-window.ts'
import { foreseeEnd, type Item, type SimulatedWorld } from './simulated-world.ts'

/** Makes a plan true. The world is dirty after it when another round may find more to do. */
export function commitRound(world: SimulatedWorld, plan: Plan, isCapped: boolean): void {
  world.isDirty = isCapped || plan.withdrawnNominations.length > 0
  for (const workloadId of plan.withdrawnNominations) {
    itemOf(world, workloadId).nominated = ''
    world.news.push({ kind: 'nomination', workloadId, nomination: undefined })
  }
  for (const preemption of plan.preemptions) stop(world, itemOf(world, preemption.workloadId), preemption)
  for (const nomination of plan.nominations) nominate(world, nomination)
  for (const assignment of plan.assignments) start(world, assignment)
}

function itemOf(world: SimulatedWorld, id: string): Item {
  return world.items[world.index.get(id)!]!
}

function start(world: SimulatedWorld, { workloadId, clusterId, nodeIds, poolId, borrowed }: Assignment): void {
  const item = itemOf(world, workloadId)
  const { record, upsert } = item
  const { now, freed } = world
  const startAt = freed === undefined ? now : startFrom(freed, nodeIds, upsert.requests, item.waitsFrom, now)
  item.serial += 1
  item.phase = 'running'
  item.nominated = ''
  item.runId = `${workloadId}/${item.serial}`
  item.attempt = { startAt, poolId, clusterId, nodeIds }
  if (borrowed) item.attempt.borrowed = true
  record.attempts.push(item.attempt)
  record.startedAt ??= startAt
  record.poolId = poolId
  record.state = 'running'
  world.waiting -= 1
  stopWaiting(world, item)
  world.counts.starts += 1
  world.awaited.delete(workloadId)
  const run = { id: item.runId, clusterId, nodeIds, poolId, startedAt: startAt, stopping: false }
  world.news.push({ kind: 'run', workloadId, run })
  foreseeEnd(world, item, startAt)
  if (freed !== undefined && item.endsAt <= now) freed.pastEnds += 1
}

function stop(world: SimulatedWorld, item: Item, { forWorkloadId, cause }: Preemption): void {
  item.attempt!.preemptedFor = { workloadId: forWorkloadId, cause }
  countPreemption(world, item.attempt!.poolId, world.index.get(item.upsert.id)!)
  if (world.graceMs === 0) return queueAgain(world, item, 'preempted')
  const { poolId, clusterId, nodeIds, startAt } = item.attempt!
  item.phase = 'stopping'
  item.attempt!.stoppedAt = world.now
  const run = { id: item.runId, clusterId, nodeIds, poolId, startedAt: startAt, stopping: true }
  world.news.push({ kind: 'run', workloadId: item.upsert.id, run })
  pushEvent(world.events, world.now + world.graceMs, VICTIM_LEAVES, world.index.get(item.upsert.id)!, item.serial)
}

function nominate(world: SimulatedWorld, { workloadId, clusterId, nodeIds, poolId }: Nomination): void {
  const item = itemOf(world, workloadId)
  const key = nodeIds.join()
  if (item.nominated === key) return
  item.nominated = key
  world.news.push({ kind: 'nomination', workloadId, nomination: { clusterId, nodeIds, poolId } })
}
