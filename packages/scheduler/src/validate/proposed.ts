import type { Delta, PoolUpsert, QueueUpsert } from '../delta.ts'
import { sortedIds } from '../state/id-table.ts'
import type { SchedulerState, UpsertTable } from '../state/state.ts'

/** The objects that others refer to, as they would be once deltas are applied. */
export interface Proposed {
  state: SchedulerState
  queues: ReadonlyMap<string, QueueUpsert>
  pools: ReadonlyMap<string, PoolUpsert>
  /** Ids of queues that have children. */
  parents: ReadonlySet<string>
}

/** What the state holds with the deltas laid over it; the state stays as it is. */
export function propose(state: SchedulerState, deltas: readonly Delta[]): Proposed {
  const queues = known(state.queues)
  const pools = known(state.pools)
  for (const delta of deltas) {
    if (delta.kind === 'queue') queues.set(delta.id, delta)
    if (delta.kind === 'pool') pools.set(delta.id, delta)
    if (delta.kind !== 'remove') continue
    if (delta.of === 'queue') queues.delete(delta.id)
    if (delta.of === 'pool') pools.delete(delta.id)
  }
  const parents = new Set<string>()
  for (const { parentId } of queues.values()) if (parentId !== undefined) parents.add(parentId)
  return { state, queues, pools, parents }
}

function known<T extends { id: string }>({ table, upserts }: UpsertTable<T>): Map<string, T> {
  return new Map(Array.from(sortedIds(table), (number) => [upserts[number]!.id, upserts[number]!]))
}

/** The queue and those above it, the nearest first; stops where a parent is unknown or comes a second time. */
export function wayUp({ queues }: Proposed, from: QueueUpsert): QueueUpsert[] {
  const way: QueueUpsert[] = []
  const seen = new Set<string>()
  for (let at: QueueUpsert | undefined = from; at !== undefined && !seen.has(at.id);) {
    seen.add(at.id)
    way.push(at)
    at = at.parentId === undefined ? undefined : queues.get(at.parentId)
  }
  return way
}
