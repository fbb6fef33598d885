import type { Mutation } from './mutation.ts'

const CLAIM = 'preemption/claim.ts'
const OPEN = 'preemption/open-evictions.ts'

/** Who may take what from whom, how much, and what is held for whom. */
export const PREEMPTION_MUTATIONS: readonly Mutation[] = [
  {
    name: 'evict before the minimum runtime',
    file: OPEN,
    text: 'if (!hasRunFor(round, at, least)) continue',
    replacement: '',
  },
  {
    name: "evict by the pool's minimum runtime where a queue grants more",
    file: CLAIM,
    text: 'return minRuntimes === undefined || hasRunFor(round, at, minRuntimes.ofQueue[q]!)',
    replacement: 'return minRuntimes === undefined || q >= 0',
  },
  {
    name: 'evict equals in the same queue',
    file: CLAIM,
    text: 'work.priority[k]! >= work.priority[claim.class]! ||',
    replacement: 'work.priority[k]! > work.priority[claim.class]! ||',
  },
  {
    name: "reclaim what the other queue's share covers",
    file: CLAIM,
    text: 'if (!claim.isRightful || !isOver || claim.depth === Infinity) return false',
    replacement: 'if (!claim.isRightful || claim.depth === Infinity) return false',
  },
  {
    name: 'reclaim from a queue inside its deserved quota',
    file: CLAIM,
    text: 'alive[index]! > share[index]! && alive[index]! > deserved[index]!',
    replacement: 'alive[index]! > share[index]!',
  },
]
