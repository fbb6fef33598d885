import type { Mutation } from './mutation.ts'

const GATES = 'fairness/gates.ts'
const LENDING = 'fairness/lending.ts'
const LEDGER = 'fairness/ledger.ts'

/** Quotas, limits, lending, users, shares and the order of queues. */
export const FAIRNESS_MUTATIONS: readonly Mutation[] = [
  {
    name: 'start non-preemptible work beyond the deserved quota',
    file: GATES,
    text: 'if (work.preemptible[k] === 1) return -1',
    replacement: 'return -1',
  },
  {
    name: 'leave the newcomer out when it looks at a limit',
    file: GATES,
    text: 'demand > 0 && held[q * width + a]! + demand > bound[q * width + a]!',
    replacement: 'demand > 0 && held[q * width + a]! > bound[q * width + a]!',
  },
  {
    name: 'look at the limit of the project and of no department',
    file: GATES,
    text: 'for (let q = work.leaf[k]!; q > 0; q = tree.parent[q]!) {',
    replacement: 'for (let q = work.leaf[k]!; q > 0; q = 0) {',
  },
  {
    name: 'forget stopping runs when it looks at a limit',
    file: GATES,
    text: 'limitObstacle(tree, work, ledger, k, ledger.physical) === -1 &&',
    replacement: '',
  },
  {
    name: 'forget held rooms when it looks at a limit',
    file: GATES,
    text: 'limitObstacle(tree, work, ledger, k, ledger.alive) === -1 &&',
    replacement: '',
  },
  {
    name: 'forget stopping runs when it looks at what a user may hold',
    file: GATES,
    text: 'userObstacle(work, ledger.users, k, false) === -1 &&',
    replacement: '',
  },
  {
    name: 'forget held rooms when it looks at what a user may hold',
    file: GATES,
    text: 'userObstacle(work, ledger.users, k, true) === -1 &&',
    replacement: '',
  },
  {
    name: 'bound no borrowing',
    file: LEDGER,
    text: 'Math.min(quota.limit ?? Infinity, borrowBound(quota))',
    replacement: 'quota.limit ?? Infinity',
  },
  {
    name: 'keep from lending what the limit on lending allows to lend',
    file: LEDGER,
    text: 'Math.max(0, (deserved ?? 0) - Math.max(0, lendLimit ?? Infinity))',
    replacement: 'lendLimit === undefined || lendLimit === null ? 0 : Math.max(0, lendLimit)',
  },
  {
    name: 'let others into room that a queue keeps',
    file: LENDING,
    text: 'if (children > 0 && demand + change > 0 && after + children > most) return index',
    replacement: 'if (children > 0 && demand + change > 0 && after > most) return index',
  },
  {
    name: 'charge the whole queue with the runs of each user',
    file: 'fairness/user-books.ts',
    text: 'const key = work.user[k]! * tree.count + q',
    replacement: 'const key = q',
  },
]
