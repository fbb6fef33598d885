import type { QueueUpsert } from '../delta.ts'
import { amountText } from '../explain/words.ts'
import type { Proposed } from './proposed.ts'
import { reporter, type Refusal } from './refusal.ts'

/**
 * Where the children of a queue deserve more than the queue itself, for queues that are changed or whose children are: once for
 * each pool and resource, at the changed child, or else at the changed parent. A warning, since shares shrink in proportion then; an error
 * where a changed child alone deserves more than its parent, which it can never get.
 */
export function checkPromises(to: Refusal[], proposed: Proposed, changed: ReadonlyMap<string, QueueUpsert>): void {
  const parents = new Set<string>()
  for (const { id, parentId } of changed.values()) {
    parents.add(id)
    if (parentId !== undefined) parents.add(parentId)
  }
  const families = new Map<string, QueueUpsert[]>([...parents].map((id) => [id, []]))
  for (const queue of proposed.queues.values()) families.get(queue.parentId ?? '')?.push(queue)
  for (const [id, children] of families) {
    const parent = proposed.queues.get(id)
    if (parent === undefined || children.length === 0) continue
    checkFamily(to, parent, children, changed)
    if (hasRivals(proposed, parent)) checkGuarantee(to, parent, children, changed)
  }
}

function checkFamily(
  to: Refusal[],
  parent: QueueUpsert,
  children: readonly QueueUpsert[],
  changed: ReadonlyMap<string, QueueUpsert>,
): void {
  for (const [poolId, entry] of Object.entries(parent.pools)) {
    for (const [resource, { deserved }] of Object.entries(entry.quotas)) {
      if (deserved === null) continue
      let sum = 0
      let child: QueueUpsert | undefined
      for (const one of children) {
        const quota = one.pools[poolId]?.quotas[resource]
        if (quota === undefined || quota.deserved === 0) continue
        sum += quota.deserved ?? Infinity
        if (changed.has(one.id)) child = one
      }
      if (!(sum > deserved)) continue
      const object = child ?? parent
      const own = child?.pools[poolId]?.quotas[resource]?.deserved ?? 0
      const isAlone = own !== Infinity && own > deserved
      const who = isAlone ? `queue "${object.name}"` : `what is below queue "${parent.name}"`
      const total = isAlone ? own : sum
      const promised = total === Infinity ? 'without bound' : amountText(resource, total)
      reporter(to, { kind: 'queue', id: object.id })(
        `pools.${poolId}.quotas.${resource}.deserved`,
        'DESERVED_OVER_PARENT',
        `${who} deserves ${promised} in node pool "${poolId}", and "${parent.name}" itself ${amountText(resource, deserved)}; raise that, or lower what "${object.name}" deserves`,
        isAlone ? 'error' : 'warning',
      )
    }
  }
}

/** Whether somebody else could take what the queue has no quota for. */
function hasRivals({ queues }: Proposed, { id, parentId }: QueueUpsert): boolean {
  for (const other of queues.values()) if (other.id !== id && other.parentId === parentId) return true
  return false
}

/** What children deserve where their parent has no quota and so deserves nothing. */
function checkGuarantee(
  to: Refusal[],
  parent: QueueUpsert,
  children: readonly QueueUpsert[],
  changed: ReadonlyMap<string, QueueUpsert>,
): void {
  for (const child of children) {
    if (!changed.has(child.id)) continue
    for (const [poolId, { quotas }] of Object.entries(child.pools)) {
      for (const [resource, { deserved }] of Object.entries(quotas)) {
        const isOpen = resource === 'cpu' || resource === 'memory'
        if (deserved === null || deserved === 0 || isOpen || parent.pools[poolId]?.quotas[resource]) continue
        reporter(to, { kind: 'queue', id: child.id })(
          `pools.${poolId}.quotas.${resource}.deserved`,
          'DESERVED_OVER_PARENT',
          `queue "${child.name}" deserves ${amountText(resource, deserved)} in node pool "${poolId}" and "${parent.name}" above it nothing, so others beside "${parent.name}" may come first; give "${parent.name}" a quota there`,
          'warning',
        )
      }
    }
  }
}
