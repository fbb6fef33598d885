import { applyDeltas } from '../apply-deltas.ts'
import type { Delta } from '../delta.ts'
import { describeWorkload } from '../describe-state.ts'
import type { SchedulerState } from '../state/state.ts'

/**
 * Shows `look` the world as it would be with these deltas, and puts the state back, also when `look` throws: `describeState` before and after
 * are equal. `look` must not keep the state, nor come back to it later. Costs what the deltas touch, twice. Bad deltas are the
 * caller's to refuse before.
 */
export function withDeltas<T>(state: SchedulerState, deltas: readonly Delta[], look: () => T): T {
  const before = rememberObjects(state, deltas)
  try {
    applyDeltas(state, deltas)
    return look()
  } finally {
    applyDeltas(state, before)
  }
}

/** The last word about every object that the deltas speak of, as of now. */
function rememberObjects(state: SchedulerState, deltas: readonly Delta[]): Delta[] {
  const before = new Map<string, Delta>()
  for (const delta of deltas) {
    const { of, id } = objectOf(delta)
    const key = `${of} ${id}`
    if (!before.has(key)) before.set(key, describeObject(state, of, id) ?? { kind: 'remove', of, id })
  }
  return [...before.values()]
}

type ObjectKind = (Delta & { kind: 'remove' })['of']

function objectOf(delta: Delta): { of: ObjectKind; id: string } {
  if (delta.kind === 'remove') return delta
  if (delta.kind === 'run' || delta.kind === 'nomination') return { of: 'workload', id: delta.workloadId }
  return { of: delta.kind, id: delta.id }
}

function describeObject(state: SchedulerState, of: ObjectKind, id: string): Delta | undefined {
  if (of === 'workload') {
    const workload = state.workloads.table.index.get(id)
    return workload === undefined ? undefined : describeWorkload(state, workload)
  }
  const { table, upserts } = of === 'node' ? state.nodes : state[`${of}s`]
  const number = table.index.get(id)
  return number === undefined || table.known[number] === 0 ? undefined : upserts[number]
}
