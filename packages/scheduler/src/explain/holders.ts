import type { WaitReason } from '../explanation.ts'
import { resourceName, type Case } from './case.ts'

export interface Holder {
  queueId: string
  resource: string
  amount: number
}

/** Causes for which it matters who holds the room. */
const ROOM_REASONS: ReadonlySet<WaitReason> = new Set([
  'NO_CAPACITY',
  'FRAGMENTED',
  'GANG_INCOMPLETE',
  'FAIR_SHARE',
  'PRIORITY',
])

/** Other leaf queues that hold more of the missing resource than their share, most first. */
export function listHolders(one: Case, reason: WaitReason): Holder[] {
  if (!ROOM_REASONS.has(reason)) return []
  const { round, short, memo } = one
  const leaf = round.work.leaf[one.class]!
  const key = leaf * round.fleet.width + short
  let others = memo.othersOf.get(key)
  if (others === undefined) {
    const own = round.state.queues.table.ids[round.tree.queue[leaf]!]!
    const all = (memo.holders[short] ??= allHolders(one))
    memo.othersOf.set(key, (others = all.filter(({ queueId }) => queueId !== own)))
  }
  return others
}

function allHolders({ round, short }: Case): Holder[] {
  const { tree, ledger, state } = round
  const holders: Holder[] = []
  for (let q = 1; q < tree.count; q++) {
    const index = q * ledger.width + short
    const amount = ledger.alive[index]! - ledger.share[index]!
    if (tree.isLeaf[q] === 0 || amount <= 0) continue
    holders.push({ queueId: state.queues.table.ids[tree.queue[q]!]!, resource: resourceName(round, short), amount })
  }
  return holders.sort((a, b) => b.amount - a.amount || (a.queueId < b.queueId ? -1 : 1))
}
