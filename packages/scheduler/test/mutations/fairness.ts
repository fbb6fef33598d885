import type { Mutation } from './mutation.ts'

const GATES = 'fairness/gates.ts'
const LENDING = 'fairness/lending.ts'
const LEDGER = 'fairness/ledger.ts'
const TURN_KEYS = 'fairness/turn-keys.ts'
const FAIR_SHARE = 'fairness/fair-share.ts'

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
    name: 'lend what a queue keeps while stopping runs are in it',
    file: GATES,
    text: 'lendObstacle(tree, work, ledger, k, false) === -1\n',
    replacement: 'true\n',
  },
  {
    name: 'lend what a queue keeps once all that is going has gone',
    file: GATES,
    text: 'lendObstacle(tree, work, ledger, k, true) === -1\n',
    replacement: 'true\n',
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
    name: 'charge nobody with what a user starts',
    file: LEDGER,
    text: 'bookUser(work, users, users.physical, k, 1)',
    replacement: '',
  },
  {
    name: 'charge the whole queue with the runs of each user',
    file: 'fairness/user-books.ts',
    text: 'const key = work.user[k]! * tree.count + q',
    replacement: 'const key = q',
  },
  {
    name: 'serve a queue above its share before one below',
    file: TURN_KEYS,
    text: 'if (held > share[index]!) isOver = 1',
    replacement: '',
  },
  {
    name: 'serve what goes beyond the deserved quota as if it did not',
    file: TURN_KEYS,
    text: 'if (held + demand > deserved[index]!) isBeyond = 1',
    replacement: '',
  },
  {
    name: 'serve lower ranks first',
    file: TURN_KEYS,
    text: 'const rank = keys.rank[b]! - keys.rank[a]!',
    replacement: 'const rank = keys.rank[a]! - keys.rank[b]!',
  },
  {
    name: 'serve the queue that holds more of its share first',
    file: TURN_KEYS,
    text: 'const next = keys.shareNext[a]! - keys.shareNext[b]!',
    replacement: 'const next = keys.shareNext[b]! - keys.shareNext[a]!',
  },
  {
    name: 'serve the younger of two equal queues first',
    file: TURN_KEYS,
    text: 'return submitted === 0 ? a - b : submitted',
    replacement: 'return submitted === 0 ? b - a : submitted',
  },
  {
    name: 'serve the later submission of two equal queues first',
    file: TURN_KEYS,
    text: 'const submitted = keys.submittedAt[a]! - keys.submittedAt[b]!',
    replacement: 'const submitted = keys.submittedAt[b]! - keys.submittedAt[a]!',
  },
  {
    name: 'serve overdue work first though its queue has no right to the room',
    file: TURN_KEYS,
    text: 'if (held + demand > share[index]!) isUrgent = false',
    replacement: '',
  },
  {
    name: 'take no work for overdue',
    file: 'fairness/overdue.ts',
    text: 'if (count === 0) return undefined',
    replacement: 'return undefined',
  },
  {
    name: 'promise children more than their parent has',
    file: FAIR_SHARE,
    text: 'if (owedSum > available) shrink(claims, owed, available, unit)\n  else {',
    replacement: '{',
  },
  {
    name: 'divide the surplus without regard to weights',
    file: 'fairness/water-fill.ts',
    text: 'parts[i] = claims.weight[hungry[i]!]! / total',
    replacement: 'parts[i] = 1 / hungry.length',
  },
  {
    name: 'give hopeless requests a share',
    file: 'fairness/demand.ts',
    text: 'const replicas = replicasIfEmpty(round, work.base[k]!)',
    replacement: 'const replicas = work.replicas[work.base[k]!]!',
  },
  {
    name: 'give non-preemptible requests beyond the deserved quota a share',
    file: 'fairness/demand.ts',
    text: 'Math.min(waitingFixed[index]!, Math.max(0, deserved[index]! - fixed[index]!))',
    replacement: 'waitingFixed[index]!',
  },
]
