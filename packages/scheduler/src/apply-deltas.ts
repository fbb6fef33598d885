import type { Delta } from './delta.ts'
import { settleArrivals } from './state/arrivals.ts'
import { defineId, undefineId } from './state/id-table.ts'
import { removeNode, upsertNode } from './state/nodes.ts'
import type { SchedulerState, UpsertTable } from './state/state.ts'
import { changeNomination, changeRun, removeWorkload, upsertWorkload } from './state/workloads.ts'

/**
 * Patches the state with news. The result depends on the last word about each object, never on the order in which objects
 * arrived. A `run` or `nomination` of a workload that is not known says nothing.
 */
export function applyDeltas(state: SchedulerState, deltas: Iterable<Delta>): void {
  for (const delta of deltas) applyDelta(state, delta)
  const { arrivals, submittedAt, table } = state.workloads
  settleArrivals(arrivals, submittedAt, table.ids)
}

function applyDelta(state: SchedulerState, delta: Delta): void {
  switch (delta.kind) {
    case 'cluster':
      return upsert(state.clusters, delta)
    case 'pool':
      return upsert(state.pools, delta)
    case 'queue':
      return upsert(state.queues, delta)
    case 'node':
      return upsertNode(state, delta)
    case 'workload':
      return upsertWorkload(state, delta)
    case 'run':
      return changeRun(state, delta.workloadId, delta.run)
    case 'nomination':
      return changeNomination(state, delta.workloadId, delta.nomination)
    case 'remove':
      return remove(state, delta.of, delta.id)
  }
}

function remove(state: SchedulerState, of: (Delta & { kind: 'remove' })['of'], id: string): void {
  switch (of) {
    case 'cluster':
      return forget(state.clusters, id)
    case 'pool':
      return forget(state.pools, id)
    case 'queue':
      return forget(state.queues, id)
    case 'node':
      return removeNode(state, id)
    case 'workload':
      return removeWorkload(state, id)
  }
}

function upsert<T extends { id: string }>(objects: UpsertTable<T>, object: T): void {
  objects.upserts[defineId(objects.table, object.id)] = object
}

function forget<T>(objects: UpsertTable<T>, id: string): void {
  const number = objects.table.index.get(id)
  if (number === undefined) return
  objects.upserts[number] = undefined
  undefineId(objects.table, id)
}
