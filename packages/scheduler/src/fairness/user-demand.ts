import type { QueueTree } from '../round/queue-tree.ts'
import type { Ledger } from './ledger.ts'

/**
 * What users ask for beyond their limits, by queue that limits them: it can never be held, so it must not count as asked for.
 * What a limit lower down cuts off is not cut off once more above. Rows as in the ledger.
 */
export function beyondUserLimits(tree: QueueTree, ledger: Ledger): Float64Array {
  const { width } = ledger
  const users = ledger.users!
  const beyond = new Float64Array(ledger.requested.length)
  const cut = new Float64Array(users.asked.length)
  const above = slotsAbove(tree, ledger)
  const lowestFirst = Array.from(users.queue, (_, slot) => slot).sort((a, b) => users.queue[b]! - users.queue[a]!)
  for (const slot of lowestFirst) {
    for (let a = 0; a < width; a++) {
      const index = slot * width + a
      const most = Math.max(users.limit[index]!, users.physical[index]!)
      const excess = Math.max(0, users.physical[index]! + users.asked[index]! - cut[index]! - most)
      beyond[users.queue[slot]! * width + a]! += excess
      if (above[slot] !== -1) cut[above[slot]! * width + a]! += cut[index]! + excess
    }
  }
  return beyond
}

/** By slot, that of the same user in the nearest queue above that limits users; -1: none. */
function slotsAbove(tree: QueueTree, ledger: Ledger): Int32Array {
  const { queue, user, count } = ledger.users!
  const slotOf = new Map<number, number>()
  for (let slot = 0; slot < count; slot++) slotOf.set(user[slot]! * tree.count + queue[slot]!, slot)
  return Int32Array.from(queue, (q, slot) => {
    for (let at = tree.parent[q]!; at > 0; at = tree.parent[at]!) {
      const found = slotOf.get(user[slot]! * tree.count + at)
      if (found !== undefined) return found
    }
    return -1
  })
}
