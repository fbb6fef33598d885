import type { Delta, NodeUpsert, QueueUpsert } from '../delta.ts'
import type { SchedulerState } from '../state/state.ts'
import { checkAmounts } from './check-amount.ts'
import { checkHeld } from './check-held.ts'
import { checkPool } from './check-pool.ts'
import { checkPromises } from './check-promises.ts'
import { checkQueue } from './check-queue.ts'
import { checkWorkload } from './check-workload.ts'
import { propose } from './proposed.ts'
import { reporter, type Refusal, type Report } from './refusal.ts'

/**
 * What is wrong with deltas before they are applied, in their order; empty when nothing is. They are looked at together and with
 * what the state holds: a queue may come with its parent. Of several words about one object the last counts. The state stays
 * as it is. `applyDeltas` takes anything all the same, and plans around what makes no sense.
 */
export function findRefusals(state: SchedulerState, deltas: Iterable<Delta>): Refusal[] {
  const list = [...deltas]
  const proposed = propose(state, list)
  const found: Refusal[] = []
  const changed = new Map<string, QueueUpsert>()
  for (const delta of lastWords(list)) {
    if (delta.kind === 'remove' || delta.kind === 'run' || delta.kind === 'nomination') continue
    const report = reporter(found, { kind: delta.kind, id: delta.id })
    if (delta.kind === 'pool') checkPool(report, delta)
    if (delta.kind === 'node') checkNode(report, delta)
    if (delta.kind === 'workload') checkWorkload(report, proposed, delta)
    if (delta.kind !== 'queue') continue
    checkQueue(report, proposed, delta)
    changed.set(delta.id, delta)
  }
  if (changed.size === 0) return found
  checkPromises(found, proposed, changed)
  checkHeld(found, proposed, changed)
  return found
}

function checkNode(report: Report, { allocatable }: NodeUpsert): void {
  checkAmounts(report, 'allocatable', allocatable)
}

/** Without what a later delta about the same object replaces. */
function lastWords(deltas: readonly Delta[]): Delta[] {
  const last = new Map<string, number>()
  const keyOf = (delta: Delta): string =>
    'workloadId' in delta
      ? `${delta.kind} ${delta.workloadId}`
      : `${delta.kind === 'remove' ? delta.of : delta.kind} ${delta.id}`
  for (const [i, delta] of deltas.entries()) last.set(keyOf(delta), i)
  return deltas.filter((delta, i) => last.get(keyOf(delta)) === i)
}
